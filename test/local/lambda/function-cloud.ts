import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SQSClient } from "@aws-sdk/client-sqs";
import { zipSync } from "fflate";
import { LocalCloud, type LocalCloudOptions } from "../../../local/index.ts";

/** A local cloud with a stopped clock, and clients for it. */
export async function startFunctionCloud(
  options: Pick<LocalCloudOptions, "allowedOrigins" | "data" | "template"> = {},
) {
  const cloud = await LocalCloud.start({
    clock: { speed: 0, start: Date.UTC(2026, 0, 5, 12) },
    googlePort: false,
    ...options,
  });
  const configuration = {
    endpoint: cloud.endpoints.aws,
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    maxAttempts: 1,
  };
  return {
    cloud,
    lambda: new LambdaClient(configuration),
    logs: new CloudWatchLogsClient(configuration),
    sqs: new SQSClient(configuration),
    async [Symbol.asyncDispose]() {
      await cloud.stop();
    },
  };
}

/** A zip archive with these files. */
export const zipped = (files: Readonly<Record<string, string>>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])));
