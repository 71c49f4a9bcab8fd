/**
 * Sends alarms to people. Subscribe it to the topics of your alarms (SNS), to the EventBridge rule
 * "CloudWatch Alarm State Change", or name it as an alarm's action.
 *
 * Environment:
 * - `ALERT_NOTIFIER_CONFIGURATION`: JSON as in configuration.ts, or `ssm:/name` of a parameter with it
 * - `DEAD_LETTER_QUEUE_URL`: SQS queue for alerts that a destination did not take
 * - `ALERT_MEMORY_PREFIX`: prefix of Systems Manager parameters that remember threads, duplicates and the rate limit across
 *   environments; without it they are remembered within one environment only
 * - `METRICS_NAMESPACE`: namespace of the function's own metrics, `Cumulog` unless set
 * - `AWS_ENDPOINT_URL`: another endpoint for all AWS services, for example the local cloud
 */
import { createMetrics } from "cumulog/metrics";
import { once, readConfiguration } from "../shared/configuration.ts";
import { sendDeadLetters } from "../shared/dead-letter.ts";
import { notifierSchema } from "./configuration.ts";
import { createDestination } from "./destinations/create-destination.ts";
import { readIncoming } from "./incoming.ts";
import { parameterStore, processStore } from "./memory.ts";
import { type NotifierParts, notify } from "./notify.ts";

interface Context {
  readonly functionName?: string;
  getRemainingTimeInMillis?(): number;
}

const RESERVE_MS = 2_000;

const parts = once(async (): Promise<Omit<NotifierParts, "functionName">> => {
  const configuration = await readConfiguration("ALERT_NOTIFIER_CONFIGURATION", notifierSchema);
  const prefix = process.env["ALERT_MEMORY_PREFIX"];
  return {
    configuration,
    destinations: await Promise.all(configuration.destinations.map(createDestination)),
    store: prefix === undefined || prefix === "" ? processStore() : parameterStore(prefix),
    clients: {
      logs: once(
        async () => new (await import("../shared/clients/cloudwatch-logs.ts")).CloudWatchLogsClient({}),
      ),
      cloudWatch: once(
        async () => new (await import("../shared/clients/cloudwatch.ts")).CloudWatchClient({}),
      ),
      logGroups: configuration.logGroups,
    },
    region: process.env["AWS_REGION"],
  };
});

export async function handler(event: unknown, context: Context = {}): Promise<void> {
  const functionName = context.functionName ?? process.env["AWS_LAMBDA_FUNCTION_NAME"] ?? "alert-notifier";
  const remaining = context.getRemainingTimeInMillis?.() ?? 30_000;
  const deadline = Date.now() + Math.max(1_000, remaining - RESERVE_MS);
  const metrics = createMetrics({
    namespace: process.env["METRICS_NAMESPACE"] ?? "Cumulog",
    dimensions: { FunctionName: functionName },
  });
  const result = await notify(readIncoming(event), { ...(await parts()), functionName }, deadline);
  for (const problem of result.problems) log("WARN", problem);
  for (const letter of result.letters) log("ERROR", `${letter.summary}: ${letter.reason}`);
  metrics.count("AlertsReceived", result.received);
  metrics.count("NotificationsSent", result.sent);
  metrics.count("NotificationsSkipped", result.skipped);
  metrics.count("NotificationsSuppressed", result.suppressed);
  metrics.count("NotificationsFailed", result.failed);
  metrics.flush();
  await sendDeadLetters(process.env["DEAD_LETTER_QUEUE_URL"], result.letters);
}

function log(level: string, message: string): void {
  process.stdout.write(
    `${JSON.stringify({ timestamp: new Date().toISOString(), level, logger: "alert-notifier", message })}\n`,
  );
}
