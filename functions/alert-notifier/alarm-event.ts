import {
  childNames,
  embeddedLines,
  firstPeriod,
  kindOf,
  logAlarmOf,
  withContributor,
} from "./alarm-parts.ts";
import type { Alert, AlertMetric } from "./alert.ts";
import { type Json, list, number, object, parseObject, regionOf, string, time } from "./json-reading.ts";

/**
 * Reads an EventBridge event "CloudWatch Alarm State Change", or the event with which an alarm invokes a function itself.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
export function parseEvent(event: Json): Alert | undefined {
  const detail = object(event["detail"]) ?? object(event["alarmData"]);
  if (
    event["source"] !== "aws.cloudwatch" ||
    detail === undefined ||
    typeof detail["alarmName"] !== "string"
  ) {
    return undefined;
  }
  const configuration = object(detail["configuration"]) ?? {};
  const state = object(detail["state"]) ?? {};
  const metrics = list(configuration["metrics"]);
  const rule = string(configuration["alarmRule"]);
  const reasonData = parseObject(string(state["reasonData"]) ?? "") ?? {};
  const arn = string(list(event["resources"])[0]) ?? string(event["alarmArn"]);
  const period = number(reasonData["period"]) ?? firstPeriod(metrics, "metricStat", "period");
  const periods = Math.max(
    list(reasonData["evaluatedDatapoints"]).length,
    number(configuration["evaluationPeriods"]) ?? 1,
  );
  const log = logAlarmOf(configuration, reasonData);
  const key = arn ?? detail["alarmName"];
  const reason = string(state["reason"]) ?? "";
  const expression = metrics
    .map((metric) => string(object(metric)?.["expression"]))
    .find((text) => text !== undefined);
  return {
    kind: kindOf({
      rule,
      expression,
      metrics: metrics.length,
      isLog: log !== undefined,
    }),
    ...withContributor(detail, key, reason),
    name: detail["alarmName"],
    description: string(configuration["description"]),
    state: string(state["value"]) ?? "UNKNOWN",
    previousState: string(object(detail["previousState"])?.["value"]),
    changedAt: time(state["timestamp"]) ?? time(event["time"]) ?? Date.now(),
    accountId: string(event["account"]) ?? string(event["accountId"]),
    region: string(event["region"]) ?? regionOf(arn),
    metrics: metrics.flatMap(eventMetric),
    expression: rule ?? expression ?? log?.query,
    condition: log?.aggregation,
    windowSeconds: log?.windowSeconds ?? (period ?? 60) * periods,
    children: childNames(reasonData["triggeringAlarms"] ?? []),
    logGroups: log?.groups ?? [],
    lines: embeddedLines(detail),
  };
}

function eventMetric(entry: unknown): AlertMetric[] {
  const stat = object(object(entry)?.["metricStat"]);
  const metric = object(stat?.["metric"]);
  const name = string(metric?.["name"]);
  if (stat === undefined || metric === undefined || name === undefined) return [];
  const dimensions = Object.entries(object(metric["dimensions"]) ?? {}).map(([key, value]) => [
    key,
    String(value),
  ]);
  return [
    {
      namespace: string(metric["namespace"]) ?? "",
      name,
      dimensions: Object.fromEntries(dimensions),
      statistic: string(stat["stat"]),
      period: number(stat["period"]),
    },
  ];
}
