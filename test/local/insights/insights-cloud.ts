import { CloudWatchLogs, type StartQueryRequest } from "@aws-sdk/client-cloudwatch-logs";
import { Cloud } from "../../../local/kernel/cloud.ts";
import { startHttpServer } from "../../../local/protocols/server.ts";
import { service } from "../../../local/services/logs/service.ts";

export const START = Date.UTC(2026, 0, 5, 12);
export const GROUP = "/app/shop";
export const STREAM = "web-1";

/** One result row, its columns in order. */
export type Cells = Record<string, string>;

export interface InsightsCloud extends AsyncDisposable {
  readonly cloud: Cloud;
  readonly logs: CloudWatchLogs;
  readonly endpoint: string;
  put(
    events: readonly (string | object | { timestamp: number; message: string })[],
    group?: string,
  ): Promise<void>;
  /** Runs a query to its end and gives its rows without `@ptr`. */
  query(queryString: string, options?: Partial<StartQueryRequest>): Promise<Cells[]>;
}

/** CloudWatch Logs behind its wire protocol, with a stopped clock and an SDK client. */
export async function startInsightsCloud(): Promise<InsightsCloud> {
  const cloud = new Cloud({ clock: { start: START, speed: 0 } });
  cloud.add(service);
  const server = await startHttpServer(cloud);
  const logs = new CloudWatchLogs({
    endpoint: `http://127.0.0.1:${server.port}`,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
  const created = new Set<string>();

  const put: InsightsCloud["put"] = async (events, group = GROUP) => {
    if (!created.has(group)) {
      created.add(group);
      await logs.createLogGroup({ logGroupName: group });
      await logs.createLogStream({ logGroupName: group, logStreamName: STREAM });
    }
    const logEvents = events.map((event, index) => {
      if (typeof event === "object" && "timestamp" in event && "message" in event)
        return event as { timestamp: number; message: string };
      return {
        timestamp: START - (events.length - index) * 1000,
        message: typeof event === "string" ? event : JSON.stringify(event),
      };
    });
    await logs.putLogEvents({ logGroupName: group, logStreamName: STREAM, logEvents });
  };

  const query: InsightsCloud["query"] = async (queryString, options = {}) => {
    const { queryId } = await logs.startQuery({
      logGroupName: GROUP,
      startTime: START / 1000 - 86_400,
      endTime: START / 1000,
      queryString,
      ...options,
    });
    await cloud.settled();
    const { results = [] } = await logs.getQueryResults({ queryId });
    return results.map((row) =>
      Object.fromEntries(
        row.filter(({ field }) => field !== "@ptr").map(({ field, value }) => [field!, value!]),
      ),
    );
  };

  return {
    cloud,
    logs,
    endpoint: `http://127.0.0.1:${server.port}`,
    put,
    query,
    async [Symbol.asyncDispose]() {
      logs.destroy();
      await server.close();
      await cloud.close();
    },
  };
}
