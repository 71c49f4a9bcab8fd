import { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { Cloud, type CloudOptions } from "../../../local/kernel/cloud.ts";
import { startHttpServer } from "../../../local/protocols/server.ts";
import { registerMonitoring } from "../../../local/services/cloudwatch/register-monitoring.ts";
import type { LogsServiceOptions } from "../../../local/services/logs/logs-service.ts";
import { registerLogs } from "../../../local/services/logs/register.ts";

export const START = Date.UTC(2026, 0, 15, 12, 0, 0);

export interface TestCloud {
  readonly cloud: Cloud;
  readonly logs: CloudWatchLogs;
  readonly metrics: CloudWatch;
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** A cloud with logs and metrics on a stepped clock, and real clients that talk to it over HTTP. */
export async function startLogsCloud(
  options: CloudOptions = {},
  logsOptions: Omit<LogsServiceOptions, "metrics"> = {},
): Promise<TestCloud> {
  const cloud = new Cloud({ clock: { start: START, speed: 0 }, ...options });
  const metrics = registerMonitoring(cloud);
  registerLogs(cloud, { metrics, ...logsOptions });
  const server = await startHttpServer(cloud);
  const endpoint = `http://127.0.0.1:${server.port}`;
  const settings = {
    endpoint,
    region: cloud.region,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  };
  const logs = new CloudWatchLogs({ ...settings, disableHostPrefix: true });
  const cloudWatch = new CloudWatch(settings);
  return {
    cloud,
    logs,
    metrics: cloudWatch,
    endpoint,
    stop: async () => {
      logs.destroy();
      cloudWatch.destroy();
      await server.close();
      await cloud.close();
    },
  };
}
