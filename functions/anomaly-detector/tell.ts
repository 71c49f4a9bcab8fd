import type { Anomaly } from "cumulog/analysis";
import { groupPrefix, packed } from "../shared/counts-object.ts";
import { abortAt } from "../shared/deadline.ts";
import type { ObjectStore } from "./store.ts";

/** Whom to tell, and where it came from. */
export interface Telling {
  readonly topicArns: readonly string[];
  readonly accountId: string | undefined;
  readonly region: string | undefined;
}

/**
 * Publishes anomalies that have not been told, and notes each behind it: one that is killed between the two tells it again, in
 * the same words and with the same time, by which the notifier knows it.
 * @returns how many were told
 */
export async function tellAnomalies(
  anomalies: readonly Anomaly[],
  logGroup: string,
  store: ObjectStore,
  prefix: string,
  telling: Telling,
  deadline: number,
): Promise<number> {
  if (anomalies.length === 0) return 0;
  const folder = groupPrefix(prefix, "told", logGroup);
  const told = new Set(await store.list(folder));
  let count = 0;
  for (const anomaly of anomalies) {
    const note = `${folder}${new Date(anomaly.at).toISOString()}-${anomaly.id}`;
    if (told.has(note)) continue;
    for (const topicArn of telling.topicArns) await publish(anomaly, logGroup, topicArn, telling, deadline);
    if (await store.create(note, packed(anomaly))) count++;
  }
  return count;
}

async function publish(
  anomaly: Anomaly,
  logGroup: string,
  topicArn: string,
  { accountId, region }: Telling,
  deadline: number,
): Promise<void> {
  const { SNSClient, PublishCommand } = await import("../shared/clients/sns.ts");
  const message = {
    cumulogAlert: 1,
    rule: `unusual ${anomaly.kind} in ${logGroup}`,
    reason: anomaly.reason,
    pattern: anomaly.series.text,
    accountId,
    region,
    logGroup,
    count: Math.round(anomaly.seen),
    at: new Date(anomaly.since).toISOString(),
    anomaly,
    events: anomaly.samples.map((sample) => ({ timestamp: anomaly.since, message: sample })),
  };
  await new SNSClient({ maxAttempts: 5 }).send(
    new PublishCommand({
      TopicArn: topicArn,
      Subject: `Unusual ${anomaly.kind} in ${logGroup}`.replace(/[^\x20-\x7e]/g, "?").slice(0, 100),
      Message: JSON.stringify(message),
    }),
    { abortSignal: abortAt(deadline) },
  );
}
