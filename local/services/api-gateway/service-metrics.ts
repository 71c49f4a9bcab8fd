import type { MetricStore } from "../cloudwatch/metric-store.ts";
import type { AnsweredCall } from "./access-log.ts";
import type { Api } from "./api.ts";

/**
 * Counts a request as API Gateway publishes it: HTTP APIs by id, REST APIs by name, with and without the stage.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
 */
export function recordCall(
  metrics: Pick<MetricStore, "record">,
  api: Api,
  { answer, context, latencyMs, integrationMs }: AnsweredCall,
): void {
  const [client, server] = api.kind === "http" ? ["4xx", "5xx"] : ["4XXError", "5XXError"];
  const own: Record<string, string> = api.kind === "http" ? { ApiId: api.ApiId } : { ApiName: api.Name };
  const values = [
    ["Count", 1, "Count"],
    [client!, answer.status >= 400 && answer.status < 500 ? 1 : 0, "Count"],
    [server!, answer.status >= 500 ? 1 : 0, "Count"],
    ["Latency", latencyMs, "Milliseconds"],
    ...(integrationMs === undefined ? [] : [["IntegrationLatency", integrationMs, "Milliseconds"] as const]),
  ] as const;
  for (const dimensions of [own, { ...own, Stage: context.stage }])
    for (const [metricName, value, unit] of values)
      metrics.record({
        namespace: "AWS/ApiGateway",
        metricName,
        dimensions,
        value,
        unit,
        timestamp: context.time,
      });
}
