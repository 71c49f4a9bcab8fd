import { arnOf } from "../../kernel/arn.ts";
import type { Cloud } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import { StoredMap } from "../../kernel/storage/stored-map.ts";
import { openBuckets } from "../s3/state.ts";
import { convertsFormat, type DeliveryStream } from "./delivery-stream.ts";
import type { Destination } from "./destination.ts";
import { errorFolder, type PartitionKeys, partitionKeys, partitionsOf, plainFolder } from "./partitions.ts";
import { checkProcessing, dividesRecords, failedRecord, processed, processingOf } from "./processing.ts";
import { showRequest } from "./send-request.ts";
import { readSource, type SourceReading, type SourceRecord, type StreamSource } from "./stream-source.ts";
import { writeFile } from "./write-file.ts";

/** Lines that wait for their file. */
interface Waiting {
  /** Lines, or records as they came where nothing looks into them. */
  readonly items: (string | Buffer)[];
  /** Records of the source that they are of. */
  readonly records: SourceRecord[];
  bytes: number;
}

const DEFAULT_BUFFER = { SizeInMBs: 5, IntervalInSeconds: 300 };
const MEGABYTE = 1024 * 1024;

/** Delivery streams of one cloud. */
export class DeliveryStreams {
  readonly #cloud: Cloud;
  readonly #streams: StoredMap<DeliveryStream>;
  /** By stream, and by the folder that its partition keys make. */
  readonly #waiting = new Map<string, Map<string, Waiting>>();
  readonly #keys = new Map<string, PartitionKeys | undefined>();
  readonly #readings = new Map<string, SourceReading>();
  #files = 0;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#streams = new StoredMap(cloud.storage.collection<DeliveryStream>("firehose-streams"));
    // What was taken is not lost with the end of the process.
    if (cloud.storage.durable) cloud.onClose(() => this.flushAll());
    for (const stream of this.#streams.values()) this.#read(stream);
  }

  create(
    name: string,
    { bucket: destination, outside }: Destination,
    source?: StreamSource | undefined,
  ): DeliveryStream {
    if (this.#streams.has(name))
      throw new ServiceError(
        "ResourceInUseException",
        `Firehose ${name} under accountId ${this.#cloud.accountId} already exists`,
      );
    partitionKeys(destination);
    const { region, accountId, clock } = this.#cloud;
    const arn = arnOf({ region, accountId }, "firehose", `deliverystream/${name}`);
    const stream = {
      name,
      arn,
      created: clock.now(),
      destination,
      ...(outside && { outside }),
      ...(source && { source }),
    };
    checkProcessing(this.#cloud, stream);
    this.#streams.set(name, stream);
    this.#read(stream);
    return stream;
  }

  /** @throws ServiceError `ResourceNotFoundException` */
  at(name: string): DeliveryStream {
    const stream = this.#streams.get(name);
    if (stream !== undefined) return stream;
    throw new ServiceError(
      "ResourceNotFoundException",
      `Firehose ${name} under account ${this.#cloud.accountId} not found.`,
    );
  }

  /** A stream that may be written to. @throws ServiceError */
  writable(name: string): DeliveryStream {
    const stream = this.at(name);
    if (!stream.source) return stream;
    throw new ServiceError(
      "InvalidArgumentException",
      "This operation is not permitted on KinesisStreamAsSource delivery stream type.",
    );
  }

  names(): string[] {
    return [...this.#streams.values()].map(({ name }) => name).sort();
  }

  async delete(name: string): Promise<void> {
    await this.flush(this.at(name));
    this.#readings.get(name)?.stop();
    this.#readings.delete(name);
    this.#keys.delete(name);
    this.#streams.delete(name);
  }

  /** Takes a record through the stream's processors to where it waits for its file. */
  take(stream: DeliveryStream, data: Uint8Array, record?: SourceRecord): void {
    const steps = processingOf(this.#cloud, stream);
    record?.hold();
    if (steps.length > 0) this.#cloud.track(this.#process(stream, steps, Buffer.from(data), record));
    else {
      this.#keep(stream, data, record);
      this.#release(stream, record ? [record] : []);
    }
  }

  #read(stream: DeliveryStream): void {
    const { name, source } = stream;
    if (!source) return;
    const reading = readSource(
      this.#cloud,
      source,
      (record) => this.take(stream, record.data, record),
      (after) => this.#streams.set(name, { ...stream, source: { ...source, after } }),
    );
    this.#readings.set(name, reading);
  }

  /** Notes that a part of these records has been written, or is not to be. */
  #release({ name }: DeliveryStream, records: readonly SourceRecord[]): void {
    for (const record of records) record.release();
    this.#readings.get(name)?.advance();
  }

  async #process(
    stream: DeliveryStream,
    steps: ReturnType<typeof processingOf>,
    data: Buffer,
    record: SourceRecord | undefined,
  ): Promise<void> {
    for (const result of await processed(steps, data)) {
      if (result.kind === "ok") {
        this.#keep(stream, result.data, record);
        continue;
      }
      const folder = errorFolder(stream.destination, "processing-failed", this.#cloud.clock.now());
      await this.#file(stream, folder, [failedRecord(result.data, this.#cloud.clock.now())]);
    }
    this.#release(stream, record ? [record] : []);
  }

  /** Lines are written when there are enough of them, or when the first has waited long enough. */
  #keep(stream: DeliveryStream, data: Uint8Array, record: SourceRecord | undefined): void {
    const folders = this.#waiting.get(stream.name) ?? new Map<string, Waiting>();
    if (folders.size === 0) this.#flushLater(stream);
    this.#waiting.set(stream.name, folders);
    let keys = this.#keys.get(stream.name);
    if (!this.#keys.has(stream.name)) {
      keys = partitionKeys(stream.destination);
      this.#keys.set(stream.name, keys);
    }
    const now = this.#cloud.clock.now();
    const parts =
      keys === undefined && !convertsFormat(stream)
        ? new Map([[plainFolder(stream.destination, now), [Buffer.from(data)]]])
        : partitionsOf(linesOf(stream, data), stream.destination, keys, now);
    for (const [folder, items] of parts) {
      const waiting = folders.get(folder) ?? { items: [], records: [], bytes: 0 };
      folders.set(folder, waiting);
      waiting.items.push(...items);
      if (record) {
        record.hold();
        waiting.records.push(record);
      }
      for (const item of items) waiting.bytes += item.length + 1;
      if (waiting.bytes < bufferOf(stream).SizeInMBs * MEGABYTE) continue;
      folders.delete(folder);
      this.#cloud.track(this.#write(stream, folder, waiting));
    }
  }

  /** Writes all lines that wait. */
  async flush(stream: DeliveryStream): Promise<void> {
    const folders = this.#waiting.get(stream.name);
    if (folders === undefined) return;
    this.#waiting.delete(stream.name);
    for (const [folder, waiting] of folders) await this.#write(stream, folder, waiting);
  }

  async flushAll(): Promise<void> {
    for (const stream of this.#streams.values()) await this.flush(stream);
  }

  #flushLater(stream: DeliveryStream): void {
    this.#cloud.clock.after(bufferOf(stream).IntervalInSeconds * 1_000, () => this.flush(stream));
  }

  async #write(stream: DeliveryStream, folder: string, { items, records }: Waiting): Promise<void> {
    const { outside } = stream;
    if (outside)
      showRequest(
        this.#cloud,
        stream,
        outside,
        items.map((item) => Buffer.from(item)),
      );
    if (!outside || outside.keepsAll) await this.#file(stream, folder, items);
    this.#release(stream, records);
  }

  async #file(stream: DeliveryStream, folder: string, items: readonly (string | Buffer)[]): Promise<void> {
    this.#files += 1;
    const time = new Date(this.#cloud.clock.now()).toISOString().replaceAll(/[:.]/g, "-").slice(0, 19);
    const name = `${stream.name}-1-${time}-${String(this.#files).padStart(8, "0")}`;
    await writeFile(this.#cloud, this.#cloud.state(openBuckets), stream, `${folder}${name}`, items);
  }
}

/** Lines that are filed each for itself. What was divided is one already; rows of tables are of one line. */
function linesOf(stream: DeliveryStream, data: Uint8Array): readonly string[] {
  const text = Buffer.from(data).toString("utf8");
  if (!dividesRecords(stream)) return text.split("\n");
  const line = text.replace(/\n$/, "");
  // Within the strings of JSON there are no such characters.
  return [convertsFormat(stream) ? line.replaceAll(/[\r\n]+/g, " ") : line];
}

function bufferOf({ destination: { BufferingHints } }: DeliveryStream): {
  SizeInMBs: number;
  IntervalInSeconds: number;
} {
  return {
    SizeInMBs: BufferingHints?.SizeInMBs ?? DEFAULT_BUFFER.SizeInMBs,
    IntervalInSeconds: BufferingHints?.IntervalInSeconds ?? DEFAULT_BUFFER.IntervalInSeconds,
  };
}

/** Opens the delivery streams of a cloud. */
export function openDeliveryStreams(cloud: Cloud): DeliveryStreams {
  return new DeliveryStreams(cloud);
}
