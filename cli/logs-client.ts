import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { Command } from "commander";

export interface ConnectionOptions {
  readonly endpoint?: string;
  readonly region?: string;
}

/** Adds the options that say which cloud to talk to. */
export function withConnection(command: Command): Command {
  return command
    .option("--endpoint <url>", "address of the cloud (default: AWS_ENDPOINT_URL, or AWS)")
    .option("--region <region>", "region (default: AWS_REGION, or us-east-1)");
}

/** The address that the options or the environment name; undefined for AWS itself. */
export function endpointOf({
  endpoint = process.env["AWS_ENDPOINT_URL"],
}: ConnectionOptions): string | undefined {
  return endpoint;
}

/** A client of CloudWatch Logs, local or AWS's. */
export async function connectLogs(options: ConnectionOptions): Promise<CloudWatchLogsClient> {
  const { CloudWatchLogsClient } = await import("@aws-sdk/client-cloudwatch-logs");
  const endpoint = endpointOf(options);
  const local = endpoint !== undefined && /^https?:\/\/(localhost|127\.|\[::1\])/.test(endpoint);
  return new CloudWatchLogsClient({
    region: options.region ?? process.env["AWS_REGION"] ?? process.env["AWS_DEFAULT_REGION"] ?? "us-east-1",
    ...(endpoint !== undefined && { endpoint }),
    ...(local && {
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
      // Live tails would otherwise go to a host named "stream-127.0.0.1".
      disableHostPrefix: true,
    }),
  });
}
