import { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { controlRoute } from "../../../local/control/route.ts";
import { Cloud, type CloudOptions } from "../../../local/kernel/cloud.ts";
import { startHttpServer } from "../../../local/protocols/server.ts";
import { SERVICES } from "../../../local/services/list.ts";

export const START = Date.UTC(2026, 0, 15, 12, 0, 0);

export interface TestCloud extends AsyncDisposable {
  readonly cloud: Cloud;
  readonly logs: CloudWatchLogs;
  readonly metrics: CloudWatch;
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** A cloud with logs and metrics on a stepped clock, and real clients that talk to it over HTTP. */
export async function startLogsCloud(options: CloudOptions = {}): Promise<TestCloud> {
  const cloud = new Cloud({ clock: { start: START, speed: 0 }, ...options });
  // Without Lambda, so that subscriptions to functions are taken as they are.
  cloud.list({ logs: SERVICES["logs"]!, monitoring: SERVICES["monitoring"]! });
  const server = await startHttpServer(cloud, { routes: [controlRoute(cloud)] });
  const endpoint = `http://127.0.0.1:${server.port}`;
  const settings = {
    endpoint,
    region: cloud.region,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  };
  const logs = new CloudWatchLogs({ ...settings, disableHostPrefix: true });
  const cloudWatch = new CloudWatch(settings);
  const stop = async () => {
    logs.destroy();
    cloudWatch.destroy();
    await server.close();
    await cloud.close();
  };
  return {
    cloud,
    logs,
    metrics: cloudWatch,
    endpoint,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
