/**
 * Copies log events to Google Cloud Logging. Subscribe it to log groups.
 *
 * Environment:
 * - `CLOUD_LOGGING_CONFIGURATION`: JSON as in configuration.ts, or `ssm:/name` of a parameter with it
 * - `CLOUD_LOGGING_ENDPOINT`: another endpoint, `https://logging.googleapis.com` unless set
 * - `DEAD_LETTER_QUEUE_URL`: SQS queue for events that Cloud Logging did not take after all attempts
 * - `METRICS_NAMESPACE`: namespace of the function's own metrics, `Cumulog` unless set
 * - `AWS_ENDPOINT_URL`: another endpoint for all AWS services, for example the local cloud
 *
 * A repeated event is recognized by Cloud Logging, because its id is the entry's `insertId`.
 */
import { createMetrics } from "cumulog/metrics";
import { decodeSubscription } from "cumulog/semantics";
import { once, readConfiguration } from "../shared/configuration.ts";
import { readRedrive, sendDeadLetters } from "../shared/dead-letter.ts";
import { subscriptionLetters } from "../shared/subscription-letters.ts";
import { authentication } from "./authentication.ts";
import { forwarderSchema } from "./configuration.ts";
import { entriesOf } from "./entries.ts";
import { writeEntries } from "./write.ts";

interface Context {
  readonly functionName?: string;
  getRemainingTimeInMillis?(): number;
}

const RESERVE_MS = 3_000;

const parts = once(async () => {
  const configuration = await readConfiguration("CLOUD_LOGGING_CONFIGURATION", forwarderSchema);
  return { configuration, headers: await authentication(configuration.credentials) };
});

export async function handler(given: unknown, context: Context = {}): Promise<void> {
  const functionName =
    context.functionName ?? process.env["AWS_LAMBDA_FUNCTION_NAME"] ?? "cloud-logging-forwarder";
  const payload = decodeSubscription(dataOf(given));
  const ownLogGroup = process.env["AWS_LAMBDA_LOG_GROUP_NAME"] ?? `/aws/lambda/${functionName}`;
  // Lines about events of its own log group would be the next such events.
  if (payload.messageType === "CONTROL_MESSAGE" || payload.logGroup === ownLogGroup) return;
  const { configuration, headers } = await parts();
  const { owner, logGroup, logStream, logEvents } = payload;
  const source = { owner, logGroup, logStream, region: process.env["AWS_REGION"] ?? "" };
  const remaining = context.getRemainingTimeInMillis?.() ?? 60_000;
  const endpoint = (process.env["CLOUD_LOGGING_ENDPOINT"] || "https://logging.googleapis.com").replace(
    /\/$/,
    "",
  );
  const failed = await writeEntries(
    logEvents.flatMap((one) => entriesOf(one, source, configuration)),
    { endpoint, headers },
    Date.now() + Math.max(1_000, remaining - RESERVE_MS),
  );
  const lost = new Map(failed.map(({ entry, reason }) => [entry.event, reason]));
  const letters = subscriptionLetters(
    { functionName, target: "cloud-logging", owner, logGroup, logStream },
    [...lost].map(([event, reason]) => ({ event, reason })),
  );
  const metrics = createMetrics({
    namespace: process.env["METRICS_NAMESPACE"] ?? "Cumulog",
    dimensions: { FunctionName: functionName },
  });
  metrics.count("EventsReceived", logEvents.length);
  metrics.count("EventsProcessed", logEvents.length - lost.size);
  metrics.count("EventsFiltered", 0);
  metrics.count("EventsFailed", lost.size);
  metrics.count("DeadLetters", letters.length);
  metrics.flush();
  await sendDeadLetters(process.env["DEAD_LETTER_QUEUE_URL"], letters);
}

function dataOf(given: unknown): string {
  const data = (readRedrive(given).event as { awslogs?: { data?: unknown } } | null)?.awslogs?.data;
  if (typeof data !== "string")
    throw new TypeError("The event has no awslogs.data; subscribe the function to log groups only.");
  return data;
}
