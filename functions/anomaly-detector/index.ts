/**
 * Judges what the log processor counted: folds the counts of windows that are over, and tells of what is unusual. Let a schedule
 * run it every minute.
 *
 * Environment:
 * - `ANOMALY_DETECTOR_CONFIGURATION`: JSON as in configuration.ts, or `ssm:/name` of a parameter with it
 * - `METRICS_NAMESPACE`: namespace of the function's own metrics, `Cumulog` unless set
 * - `AWS_ENDPOINT_URL`: another endpoint for all AWS services, for example the local cloud
 *
 * What is idempotent: everything. Counts and states are objects that are created once; of two runs at the same time one makes the
 * next state; an anomaly is told again only by a run that follows one which was killed while telling it.
 */
import { createMetrics } from "cumulog/metrics";
import { once, readConfiguration } from "../shared/configuration.ts";
import { detectorSchema } from "./configuration.ts";
import { foldGroup } from "./fold.ts";
import { bucketStore } from "./store.ts";
import { tellAnomalies } from "./tell.ts";

interface Context {
  readonly functionName?: string;
  readonly invokedFunctionArn?: string;
  getRemainingTimeInMillis?(): number;
}

/** A schedule of EventBridge says when it was due. */
interface ScheduledEvent {
  readonly time?: string;
}

const RESERVE_MS = 2_000;

const configuration = once(() => readConfiguration("ANOMALY_DETECTOR_CONFIGURATION", detectorSchema));

export async function handler(event: ScheduledEvent = {}, context: Context = {}): Promise<void> {
  const { bucket, prefix, groups, topicArns } = await configuration();
  const { S3Client } = await import("../shared/clients/s3.ts");
  const remaining = context.getRemainingTimeInMillis?.() ?? 60_000;
  const deadline = Date.now() + Math.max(1_000, remaining - RESERVE_MS);
  const isLocal = process.env["AWS_ENDPOINT_URL"] !== undefined;
  const client = new S3Client({ maxAttempts: 5, ...(isLocal && { forcePathStyle: true }) });
  const store = await bucketStore(client, bucket, deadline);
  const due = Date.parse(event.time ?? "");
  const now = Number.isNaN(due) ? Date.now() : due;
  const telling = {
    topicArns,
    accountId: context.invokedFunctionArn?.split(":")[4],
    region: process.env["AWS_REGION"],
  };
  const problems: Error[] = [];
  for (const group of groups) {
    const metrics = createMetrics({
      namespace: process.env["METRICS_NAMESPACE"] ?? "Cumulog",
      dimensions: { LogGroup: group.logGroup },
    });
    try {
      const { outbox, windows, learning } = await foldGroup(group, store, prefix, now);
      const told = await tellAnomalies(outbox, group.logGroup, store, prefix, telling, deadline);
      metrics.count("Anomalies", told);
      metrics.count("WindowsJudged", windows);
      metrics.count("Learning", learning ? 1 : 0);
    } catch (error) {
      // One group's trouble keeps no other from being judged.
      problems.push(new Error(`${group.logGroup}: ${(error as Error).message}`, { cause: error }));
    }
    metrics.flush();
  }
  if (problems.length > 0)
    throw new AggregateError(problems, problems.map(({ message }) => message).join("; "));
}
