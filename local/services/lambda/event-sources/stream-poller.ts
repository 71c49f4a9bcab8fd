import type { Cloud } from "#kernel/cloud.ts";
import { type DataStreams, openDataStreams } from "../../kinesis/state.ts";
import { type Stream, sequenceNumber, shardsOf } from "../../kinesis/stream.ts";
import type { EventSourceMapping, Poller, Progress } from "./mapping.ts";
import { recordFilter } from "./record-filter.ts";
import { ShardReader } from "./shard-reader.ts";

/** Reads every shard of a data stream for one function. */
export class StreamPoller implements Poller {
  readonly #cloud: Cloud;
  readonly #streams: DataStreams;
  readonly #mapping: EventSourceMapping;
  readonly #progress: Progress;
  readonly #stopWatching: () => void;
  #readers: ShardReader[] = [];
  #looking = false;

  constructor(cloud: Cloud, mapping: EventSourceMapping, progress: Progress) {
    this.#cloud = cloud;
    this.#streams = cloud.state(openDataStreams);
    this.#mapping = mapping;
    this.#progress = progress;
    this.#start();
    this.#stopWatching = this.#streams.watch((name) => {
      if (mapping.sourceArn.endsWith(`/${name}`)) this.#lookSoon();
    });
    this.#lookSoon();
  }

  stop(): void {
    this.#stopWatching();
    for (const reader of this.#readers) reader.stop();
  }

  #start(): void {
    const stream = this.#streams.find(this.#mapping.sourceArn);
    if (!stream) return;
    const matches = recordFilter(this.#mapping, "data");
    const start = this.#startOf(stream);
    this.#readers = shardsOf(stream).map(({ id }) => {
      const after = this.#mapping.checkpoints?.[id] ?? start;
      if (this.#mapping.checkpoints?.[id] === undefined) this.#progress.checkpoint(id, after);
      return new ShardReader(this.#cloud, {
        mapping: this.#mapping,
        shard: id,
        after,
        matches,
        progress: this.#progress,
      });
    });
  }

  #startOf(stream: Stream): string {
    const { StartingPosition, StartingPositionTimestamp = 0 } = this.#mapping.settings;
    if (StartingPosition === "LATEST") return this.#streams.latest;
    if (StartingPosition !== "AT_TIMESTAMP") return sequenceNumber(0);
    const time = StartingPositionTimestamp * 1_000;
    const earlier = this.#streams.records(stream).filter(({ arrived }) => arrived < time);
    return earlier.at(-1)?.sequence ?? sequenceNumber(0);
  }

  /** Records that are put together come together. */
  #lookSoon(): void {
    if (this.#looking) return;
    this.#looking = true;
    const look = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      this.#looking = false;
      if (this.#readers.length === 0) this.#start();
      for (const reader of this.#readers) reader.look();
    });
    this.#cloud.track(look);
  }
}
