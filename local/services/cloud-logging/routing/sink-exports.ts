import {
  bigqueryTable,
  type LogEntry,
  pubsubMessage,
  type SinkDestination,
  storageObjectLine,
  storageObjectName,
} from "cumulog/semantics";

/** Names of objects and tables that are remembered of a sink. */
const MOST_TARGETS = 100;
/** Messages and lines that are remembered of a sink. */
const MOST_MESSAGES = 20;

/** What a sink would have written to a service that the local cloud does not have. */
export interface SinkExport {
  /** Full name of the sink, for example `projects/shop/sinks/archive`. */
  readonly sink: string;
  readonly destination: string;
  readonly entries: number;
  /** Entries by the object, table or topic that they would be in; the newest names of a long list. */
  readonly targets: Readonly<Record<string, number>>;
  /** The last messages to Pub/Sub. */
  readonly messages: readonly object[];
  /** The last lines of objects in Cloud Storage, with their line breaks. */
  readonly lines: readonly string[];
  /** Why entries did not get to the destination, for example `bucket_not_found`. */
  readonly error?: string;
}

interface ExportRecord {
  destination: string;
  entries: number;
  readonly targets: Map<string, number>;
  messages: object[];
  lines: string[];
  error?: string;
}

/** Keeps what sinks sent out of the local cloud, to be looked at. */
export class SinkExports {
  readonly #records = new Map<string, ExportRecord>();

  /** All, by the names of their sinks. */
  list(): readonly SinkExport[] {
    return [...this.#records]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([sink, record]) => ({
        sink,
        ...record,
        targets: Object.fromEntries(record.targets),
      }));
  }

  /** Takes note of an entry that left by a sink. */
  take(
    sink: { readonly name: string; readonly destination: string; readonly usePartitionedTables: boolean },
    to: Exclude<SinkDestination, { kind: "bucket" | "project" }>,
    entry: LogEntry,
  ): void {
    const record = this.#recordOf(sink.name, sink.destination);
    record.entries++;
    const logId = decodeURIComponent(
      entry.logName!.slice(entry.logName!.indexOf("/logs/") + "/logs/".length),
    );
    const { timestamp = "", receiveTimestamp = "" } = entry;
    const target =
      to.kind === "storage"
        ? storageObjectName({ logId, timestamp, receiveTimestamp })
        : to.kind === "bigquery"
          ? bigqueryTable(logId, timestamp, sink.usePartitionedTables)
          : to.topic;
    const count = record.targets.get(target) ?? 0;
    record.targets.delete(target);
    record.targets.set(target, count + 1);
    if (record.targets.size > MOST_TARGETS) record.targets.delete(record.targets.keys().next().value!);
    if (to.kind === "pubsub") remember(record.messages, pubsubMessage(entry));
    if (to.kind === "storage") remember(record.lines, storageObjectLine(entry));
  }

  /** Takes note of an entry that a sink could not deliver. */
  fail(name: string, destination: string, error: string): void {
    this.#recordOf(name, destination).error = error;
  }

  #recordOf(name: string, destination: string): ExportRecord {
    const present = this.#records.get(name);
    if (present?.destination === destination) return present;
    const record: ExportRecord = { destination, entries: 0, targets: new Map(), messages: [], lines: [] };
    this.#records.set(name, record);
    return record;
  }
}

function remember<Item>(items: Item[], item: Item): void {
  items.push(item);
  if (items.length > MOST_MESSAGES) items.shift();
}
