import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { LocalCloud } from "../../../local/index.ts";
import { CHAIN_GROUP, CHAIN_TEMPLATE } from "./chain-template.ts";

export const START = Date.UTC(2026, 0, 5, 12);
/** A stepped cloud with a log group, a metric filter with a dimension, an alarm, a topic and a function behind it. */
export async function startChainCloud() {
  const folder = mkdtempSync(join(tmpdir(), "cumulog-chain-"));
  const template = join(folder, "template.json");
  writeFileSync(template, JSON.stringify(CHAIN_TEMPLATE));
  const cloud = await LocalCloud.start({ template, clock: { start: START, speed: 0 }, googlePort: false });
  const logs = new CloudWatchLogs({
    endpoint: cloud.endpoints.aws,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
  return {
    cloud,
    logs,
    /** Logs a line of each of these levels and routes, at the cloud's time. */
    async log(...lines: readonly { readonly level: string; readonly route: string }[]): Promise<void> {
      const timestamp = cloud.clock.now();
      const logEvents = lines.map((line) => ({ timestamp, message: JSON.stringify(line) }));
      await logs.putLogEvents({ ...CHAIN_GROUP, logEvents });
    },
    /** The alarm messages that the function has got, the oldest first. */
    async alerts(): Promise<Record<string, unknown>[]> {
      const found = await logs
        .filterLogEvents({ logGroupName: "/aws/lambda/notifier", filterPattern: "alert" })
        .catch(() => ({ events: [] }));
      return (found.events ?? []).map(
        ({ message }) => JSON.parse(message!.slice(message!.indexOf("{"))) as Record<string, unknown>,
      );
    },
    async [Symbol.asyncDispose]() {
      logs.destroy();
      await cloud.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
