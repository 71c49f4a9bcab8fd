import { createHash } from "node:crypto";
import { arnOf } from "../../kernel/arn.ts";
import type { Cloud } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import type { Journal } from "../../kernel/storage/storage.ts";
import { StoredMap } from "../../kernel/storage/stored-map.ts";
import type { MetricStore } from "../cloudwatch/metric-store.ts";
import { openCloudWatch } from "../cloudwatch/state.ts";
import { type Stream, type StreamRecord, sequenceNumber, shardsOf } from "./stream.ts";

type KeptRecord = Omit<StreamRecord, "data" | "sequence"> & {
  readonly stream: string;
  readonly data: string;
  /** Only older rows have one of their own, not above their id. */
  readonly sequence?: string;
};

const HOUR = 3_600_000;

/** The data streams of one cloud, with the records that their retention keeps. */
export class DataStreams {
  readonly #cloud: Cloud;
  readonly #streams: StoredMap<Stream>;
  readonly #journal: Journal<KeptRecord>;
  readonly #metrics: Pick<MetricStore, "record">;
  /** By stream, the oldest first. */
  readonly #records = new Map<string, StreamRecord[]>();
  readonly #watchers = new Set<(stream: string) => void>();
  #latest = sequenceNumber(0);

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#streams = new StoredMap(cloud.storage.collection("kinesis.streams"));
    this.#journal = cloud.storage.journal("kinesis.records");
    this.#metrics = cloud.state(openCloudWatch).metrics;
    for (const { id, row } of this.#journal.rows()) {
      const { stream, data, sequence = sequenceNumber(id), ...rest } = row;
      this.#add(stream, { ...rest, sequence, data: Buffer.from(data, "base64") });
      this.#latest = sequence;
    }
  }

  all(): Stream[] {
    return [...this.#streams.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** @throws ServiceError `ResourceNotFoundException` */
  at({
    StreamName,
    StreamARN,
  }: {
    readonly StreamName?: string | undefined;
    readonly StreamARN?: string | undefined;
  }): Stream {
    const name = StreamName ?? StreamARN?.split("/").at(-1);
    if (name === undefined)
      throw new ServiceError("InvalidArgumentException", "Either StreamName or StreamARN must be provided.");
    const stream = this.#streams.get(name);
    if (stream) return stream;
    const { accountId } = this.#cloud;
    throw new ServiceError(
      "ResourceNotFoundException",
      `Stream ${name} under account ${accountId} not found.`,
    );
  }

  find(arn: string): Stream | undefined {
    const stream = this.#streams.get(arn.split("/").at(-1)!);
    return stream?.arn === arn ? stream : undefined;
  }

  create(name: string, settings: Pick<Stream, "mode" | "shardCount" | "tags">): Stream {
    if (this.#streams.has(name))
      throw new ServiceError(
        "ResourceInUseException",
        `Stream ${name} under account ${this.#cloud.accountId} already exists.`,
      );
    const stream: Stream = {
      ...settings,
      name,
      arn: arnOf(this.#cloud, "kinesis", `stream/${name}`),
      retentionHours: 24,
      created: this.#cloud.clock.now(),
    };
    this.#streams.set(name, stream);
    this.#announce(name, "created");
    return stream;
  }

  save(stream: Stream): void {
    this.#streams.set(stream.name, stream);
    this.#announce(stream.name, "updated");
  }

  remove({ name }: Stream): void {
    this.#streams.delete(name);
    this.#records.delete(name);
    this.#journal.deleteOwner(name);
    this.#announce(name, "deleted");
  }

  /** Takes a record into the shard that its key, or the digest in its place, belongs to. */
  put(stream: Stream, partitionKey: string, data: Buffer, explicitDigest?: string): StreamRecord {
    const digest =
      explicitDigest === undefined
        ? BigInt(`0x${createHash("md5").update(partitionKey).digest("hex")}`)
        : BigInt(explicitDigest);
    const shard = shardsOf(stream).find(({ last }) => digest <= last);
    if (!shard)
      throw new ServiceError("InvalidArgumentException", "Invalid ExplicitHashKey. It must be below 2^128.");
    const now = this.#cloud.clock.now();
    const described = { shard: shard.id, partitionKey, arrived: now };
    const row = { ...described, stream: stream.name, data: data.toString("base64") };
    // Ids do not begin again when the rows are gone, so that a reader's position stays behind what comes.
    const sequence = sequenceNumber(this.#journal.append(row, stream.name, now));
    const record = { ...described, sequence, data };
    this.#latest = sequence;
    this.#add(stream.name, record);
    this.#count(stream, data.length);
    for (const watcher of this.#watchers) watcher(stream.name);
    return record;
  }

  /** The records of a stream that have not become too old, the oldest first. */
  records(stream: Stream): readonly StreamRecord[] {
    const oldest = this.#cloud.clock.now() - stream.retentionHours * HOUR;
    const records = this.#records.get(stream.name) ?? [];
    const first = records.findIndex(({ arrived }) => arrived >= oldest);
    const gone = first === -1 ? records.length : first;
    if (gone > 0) {
      records.splice(0, gone);
      this.#journal.deleteOlder(stream.name, oldest);
    }
    return records;
  }

  /** The newest sequence number of all streams' records that are there, or one before all that come. */
  get latest(): string {
    return this.#latest;
  }

  /** Calls back with the names of streams that get records; the result stops that. */
  watch(watcher: (stream: string) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  #add(stream: string, record: StreamRecord): void {
    const records = this.#records.get(stream);
    if (records) records.push(record);
    else this.#records.set(stream, [record]);
  }

  /** https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html */
  #count({ name }: Stream, bytes: number): void {
    const common = {
      namespace: "AWS/Kinesis",
      dimensions: { StreamName: name },
      timestamp: this.#cloud.clock.now(),
    };
    this.#metrics.record({ ...common, metricName: "IncomingRecords", value: 1, unit: "Count" });
    this.#metrics.record({ ...common, metricName: "IncomingBytes", value: bytes, unit: "Bytes" });
  }

  #announce(name: string, change: "created" | "updated" | "deleted"): void {
    this.#cloud.events.emit("resource", { type: "AWS::Kinesis::Stream", name, change });
  }
}

/** Opens the data streams of a cloud. */
export function openDataStreams(cloud: Cloud): DataStreams {
  return new DataStreams(cloud);
}
