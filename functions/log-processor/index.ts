/**
 * Applies rules to the events of log groups and forwards them. Subscribe it to the groups.
 *
 * Environment:
 * - `LOG_PROCESSOR_CONFIGURATION`: JSON as in configuration.ts, or `ssm:/name` of a parameter with it
 * - `DEAD_LETTER_QUEUE_URL`: SQS queue for events that a destination did not take after all attempts
 * - `METRICS_NAMESPACE`: namespace of the function's own metrics, `Cumulog` unless set
 * - `AWS_ENDPOINT_URL`: another endpoint for all AWS services, for example the local cloud
 *
 * What is idempotent: within one environment an event is counted, alerted and forwarded once for each target, also when Lambda
 * retries the payload. Across environments FIFO queues and webhooks recognize a repeated batch by its id; a log group does not.
 */
import { createMetrics, type Metrics } from "cumulog/metrics";
import { once, readConfiguration } from "../shared/configuration.ts";
import { RedriveError, readRedrive, sendDeadLetters } from "../shared/dead-letter.ts";
import { processorSchema } from "./configuration.ts";
import { createDestination } from "./destinations/create-destination.ts";
import { type ProcessorParts, processPayload } from "./process.ts";
import { RuleSet } from "./rules.ts";

interface Context {
  readonly functionName?: string;
  getRemainingTimeInMillis?(): number;
}

interface SubscriptionEvent {
  readonly awslogs?: { readonly data?: unknown };
}

/** Thrown for an event that no subscription filter sends. */
export class UnexpectedEventError extends Error {
  override readonly name = "UnexpectedEventError";
}

const RESERVE_MS = 3_000;

const metrics = new Map<string, Metrics>();
const metricsFor = (namespace: string): Metrics => {
  let collector = metrics.get(namespace);
  if (collector === undefined) {
    collector = createMetrics({ namespace });
    metrics.set(namespace, collector);
  }
  return collector;
};

const parts = once(async (): Promise<ProcessorParts> => {
  const configuration = await readConfiguration("LOG_PROCESSOR_CONFIGURATION", processorSchema);
  const functionName = process.env["AWS_LAMBDA_FUNCTION_NAME"] ?? "log-processor";
  return {
    rules: await RuleSet.compile(configuration.rules),
    destinations: await Promise.all(configuration.destinations.map(createDestination)),
    functionName,
    ownLogGroup: process.env["AWS_LAMBDA_LOG_GROUP_NAME"] ?? `/aws/lambda/${functionName}`,
    region: process.env["AWS_REGION"],
    done: new Map(),
    alerted: new Map(),
    metricsFor,
  };
});

export async function handler(event: unknown, context: Context = {}): Promise<void> {
  const { data, only } = payloadOf(event);
  const ready = await parts();
  checkTargets(only, ready);
  const remaining = context.getRemainingTimeInMillis?.() ?? 60_000;
  const ledger = await processPayload(
    data,
    only,
    ready,
    Date.now() + Math.max(1_000, remaining - RESERVE_MS),
  );
  // Lines about events of its own log group would be the next such events.
  if (ledger.isSilent) return;
  const own = metricsFor(process.env["METRICS_NAMESPACE"] ?? "Cumulog").withDimensions({
    FunctionName: ready.functionName,
  });
  own.count("EventsReceived", ledger.received);
  own.count("EventsProcessed", ledger.processed);
  own.count("EventsFiltered", ledger.filtered);
  own.count("EventsFailed", ledger.failed);
  own.count("DeadLetters", ledger.letters.length);
  for (const [target, count] of ledger.failedByTarget)
    own.withDimensions({ Destination: target }).count("EventsUndelivered", count);
  for (const collector of metrics.values()) collector.flush();
  await sendDeadLetters(process.env["DEAD_LETTER_QUEUE_URL"], ledger.letters);
}

function payloadOf(given: unknown): { data: string; only: readonly string[] | undefined } {
  const { event, destinations } = readRedrive(given);
  const data = (event as SubscriptionEvent | null)?.awslogs?.data;
  if (typeof data !== "string") {
    throw new UnexpectedEventError(
      "The event has no awslogs.data; subscribe the function to log groups only.",
    );
  }
  return { data, only: destinations };
}

/** @throws RedriveError for a target that the configuration does not have any more: its events would be lost without a word */
function checkTargets(only: readonly string[] | undefined, { rules, destinations }: ProcessorParts): void {
  const targets = [
    "rules",
    ...destinations.map(({ name }) => name),
    ...rules.alertNames.map((name) => `alert:${name}`),
  ];
  const unknown = only?.find((target) => !targets.includes(target));
  if (unknown !== undefined)
    throw new RedriveError(
      `A redrive is for "${unknown}", which is no destination any more: expected ${targets.join(", ")}.`,
    );
}
