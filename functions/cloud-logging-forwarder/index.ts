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
import { decodeSubscription, encodeSubscription, type SubscriptionLogEvent } from "cumulog/semantics";
import { once, readConfiguration } from "../shared/configuration.ts";
import { type DeadLetter, sendDeadLetters } from "../shared/dead-letter.ts";
import { authentication } from "./authentication.ts";
import { forwarderSchema } from "./configuration.ts";
import { type EventSource, entriesOf } from "./entries.ts";
import { type FailedEntry, writeEntries } from "./write.ts";

interface Context {
  readonly functionName?: string;
  getRemainingTimeInMillis?(): number;
}

const RESERVE_MS = 3_000;
const LETTER_BYTES = 150_000;

const parts = once(async () => {
  const configuration = await readConfiguration("CLOUD_LOGGING_CONFIGURATION", forwarderSchema);
  return { configuration, headers: await authentication(configuration.credentials) };
});

export async function handler(given: unknown, context: Context = {}): Promise<void> {
  const event = unwrap(given);
  const functionName =
    context.functionName ?? process.env["AWS_LAMBDA_FUNCTION_NAME"] ?? "cloud-logging-forwarder";
  const payload = decodeSubscription(event.awslogs.data);
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
  const lost = new Set(failed.map(({ entry }) => entry.event));
  const letters = deadLetters(failed, source, functionName);
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

function unwrap(given: unknown): { awslogs: { data: string } } {
  const document = given as { cumulogRedrive?: number; event?: unknown; awslogs?: { data?: unknown } } | null;
  if (document?.cumulogRedrive === 1) return unwrap(document.event);
  if (typeof document?.awslogs?.data !== "string") {
    throw new TypeError("The event has no awslogs.data; subscribe the function to log groups only.");
  }
  return document as { awslogs: { data: string } };
}

function deadLetters(
  failed: readonly FailedEntry[],
  source: EventSource,
  functionName: string,
): DeadLetter[] {
  const letters: DeadLetter[] = [];
  for (const [reason, failures] of Map.groupBy(failed, (failure) => failure.reason)) {
    let chunk: SubscriptionLogEvent[] = [];
    let bytes = 0;
    const close = () => {
      if (chunk.length === 0) return;
      const { region: _, ...envelope } = source;
      letters.push({
        cumulog: 1,
        functionName,
        target: "cloud-logging",
        reason,
        failedAt: new Date().toISOString(),
        summary: `${chunk.length} log events of ${source.logGroup}`,
        event: {
          cumulogRedrive: 1,
          destinations: ["cloud-logging"],
          event: { awslogs: { data: encodeSubscription({ ...envelope, logEvents: chunk }) } },
        },
      });
      chunk = [];
      bytes = 0;
    };
    for (const event of new Set(failures.map(({ entry }) => entry.event))) {
      const size = Buffer.byteLength(event.message) + 100;
      if (bytes + size > LETTER_BYTES) close();
      chunk.push(event);
      bytes += size;
    }
    close();
  }
  return letters;
}
