import type { FirehoseClient } from "@aws-sdk/client-firehose";
import { type Contract, contractWith, type LogRow, readEvent, TemplateMiner } from "cumulog/analysis";
import pRetry from "p-retry";
import { abortAt } from "../../shared/deadline.ts";
import type { DestinationConfiguration } from "../configuration.ts";
import type { EventSource, FailedEvent, OutgoingEvent } from "../event.ts";
import type { Destination } from "./destination.ts";

type Configuration = DestinationConfiguration & { type: "lake" };

/** https://docs.aws.amazon.com/firehose/latest/dev/limits.html */
const RECORD_MAX_BYTES = 1_000 * 1024;
const CALL_MAX_RECORDS = 500;
const CALL_MAX_BYTES = 4 * 1024 * 1024;
/** Records are billed in steps of 5 KB, so many rows go into one; a smaller one fails and is retried as a whole. */
const RECORD_BYTES = 256 * 1024;
const ATTEMPTS = 8;

/** Rows of one day, as one record of Firehose. */
interface PackedRecord {
  readonly data: Buffer;
  readonly events: readonly OutgoingEvent[];
}

/** Events as rows of the contract, through Firehose into Parquet files. */
export function lake(configuration: Configuration): Destination {
  const contract = contractWith(configuration.columns);
  const miner = new TemplateMiner();
  let client: FirehoseClient | undefined;
  return {
    name: configuration.name,
    logGroup: undefined,
    async forward(events, source, deadline, delivered) {
      const sdk = await import("../../shared/clients/firehose.ts");
      // Failed records are sent again here, so that those that were taken are not.
      client ??= new sdk.FirehoseClient({ maxAttempts: 1 });
      const failed: FailedEvent[] = [];
      const rows = rowsOf(events, source, contract, miner, failed);
      for (const call of calls(packed(rows, failed)))
        failed.push(...(await put(sdk, client, configuration.deliveryStream, call, deadline, delivered)));
      return failed;
    },
  };
}

interface EventRow {
  readonly event: OutgoingEvent;
  readonly row: LogRow;
}

function rowsOf(
  events: readonly OutgoingEvent[],
  source: EventSource,
  contract: Contract,
  miner: TemplateMiner,
  failed: FailedEvent[],
): EventRow[] {
  const rows: (EventRow & { readonly template: string | undefined })[] = [];
  for (const event of events)
    try {
      const { row } = readEvent(
        {
          id: event.id,
          timestamp: event.timestamp,
          message: JSON.parse(event.rawMessage) as string,
          logGroup: source.logGroup,
          logStream: source.logStream,
        },
        contract,
      );
      const message = row["message"];
      rows.push({
        event,
        row,
        template: typeof message === "string" ? miner.add(message, event.timestamp) : undefined,
      });
    } catch (cause) {
      failed.push({ event, reason: `${(cause as Error).name}: the event cannot be read` });
    }
  const texts = new Map(miner.templates().map(({ id, text }) => [id, text]));
  const times = contract.columns.filter(({ type }) => type === "time").map(({ name }) => name);
  for (const { row, template } of rows) {
    if (template !== undefined) row["message_template"] = texts.get(miner.resolve(template)) ?? null;
    for (const name of times) row[name] = timeText(row[name] as number | null);
  }
  return rows;
}

/** As the deserializer of Firehose reads timestamps. */
const timeText = (time: number | null): string | null =>
  time === null ? null : new Date(time).toISOString().replace("T", " ").slice(0, 23);

/** A file is of one day, and so is a record. */
function packed(rows: readonly EventRow[], failed: FailedEvent[]): PackedRecord[] {
  const records: PackedRecord[] = [];
  for (const ofDay of Map.groupBy(rows, ({ row }) => row["day"]).values()) {
    let lines: string[] = [];
    let events: OutgoingEvent[] = [];
    let bytes = 0;
    const finish = () => {
      if (events.length > 0) records.push({ data: Buffer.from(lines.join("")), events });
      [lines, events, bytes] = [[], [], 0];
    };
    for (const { event, row } of ofDay) {
      const line = `${JSON.stringify(row)}\n`;
      const size = Buffer.byteLength(line);
      if (size > RECORD_MAX_BYTES) {
        failed.push({ event, reason: "Firehose: the row is longer than a record may be" });
        continue;
      }
      if (bytes + size > RECORD_BYTES) finish();
      lines.push(line);
      events.push(event);
      bytes += size;
    }
    finish();
  }
  return records;
}

function* calls(records: readonly PackedRecord[]): Generator<readonly PackedRecord[]> {
  let call: PackedRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    if (call.length === CALL_MAX_RECORDS || bytes + record.data.length > CALL_MAX_BYTES) {
      yield call;
      [call, bytes] = [[], 0];
    }
    call.push(record);
    bytes += record.data.length;
  }
  if (call.length > 0) yield call;
}

/** Sends records until all are taken; of a call that failed in part, only what failed is sent again. */
async function put(
  sdk: typeof import("../../shared/clients/firehose.ts"),
  client: FirehoseClient,
  DeliveryStreamName: string,
  records: readonly PackedRecord[],
  deadline: number,
  delivered: (events: readonly OutgoingEvent[]) => void,
): Promise<FailedEvent[]> {
  let left = records;
  const attempt = async () => {
    const answer = await client.send(
      new sdk.PutRecordBatchCommand({
        DeliveryStreamName,
        Records: left.map(({ data }) => ({ Data: data })),
      }),
      { abortSignal: abortAt(deadline) },
    );
    const refused = left.filter((record, index) => {
      const isRefused = answer.RequestResponses?.[index]?.ErrorCode !== undefined;
      if (!isRefused) delivered(record.events);
      return isRefused;
    });
    const code = answer.RequestResponses?.find(({ ErrorCode }) => ErrorCode !== undefined);
    left = refused;
    if (refused.length > 0) throw new PartlyRefusedError(`${code?.ErrorCode}: ${code?.ErrorMessage}`);
  };
  try {
    await pRetry(attempt, {
      retries: ATTEMPTS,
      minTimeout: 100,
      maxTimeout: 5_000,
      randomize: true,
      maxRetryTime: Math.max(0, deadline - Date.now()),
      shouldRetry: ({ error }) => isTransient(error),
    });
    return [];
  } catch (cause) {
    const reason = `Firehose: ${(cause as Error).name}: ${(cause as Error).message}`;
    return left.flatMap(({ events }) => events.map((event) => ({ event, reason })));
  }
}

/** Firehose took some records of a call and not others. */
class PartlyRefusedError extends Error {
  override readonly name = "PartlyRefusedError";
}

/** Names of refusals that another attempt cannot change. */
const REFUSALS: ReadonlySet<string> = new Set([
  "ResourceNotFoundException",
  "InvalidArgumentException",
  "InvalidKMSResourceException",
  "AccessDeniedException",
  "ValidationException",
]);

const isTransient = ({ name }: Error): boolean => !REFUSALS.has(name) && name !== "AbortError";
