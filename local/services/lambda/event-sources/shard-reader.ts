import { randomUUID } from "node:crypto";
import type { Timer } from "#kernel/clock.ts";
import type { Cloud } from "#kernel/cloud.ts";
import { type DataStreams, openDataStreams } from "../../kinesis/state.ts";
import type { Stream, StreamRecord } from "../../kinesis/stream.ts";
import { undoneRecords } from "./batch-outcome.ts";
import { type CallResult, callFunction } from "./call-function.ts";
import { reportFailedBatch } from "./failed-batch.ts";
import { type EventSourceMapping, type Progress, reportsFailures } from "./mapping.ts";
import { recordBatches } from "./record-batches.ts";
import type { recordFilter } from "./record-filter.ts";
import { streamRecord } from "./stream-record.ts";

const FIRST_WAIT_MS = 1_000;
/** The waits are not documented, beside that they grow exponentially. */
const LONGEST_WAIT_MS = 60_000;

interface Options {
  readonly mapping: EventSourceMapping;
  readonly shard: string;
  /** The last sequence number that is done with. */
  readonly after: string;
  readonly matches: ReturnType<typeof recordFilter>;
  readonly progress: Progress;
}

/** Records that are tried together. */
interface Attempt {
  readonly records: readonly StreamRecord[];
  readonly attempts: number;
}

/**
 * Gives the records of one shard to a function, in their order: a batch that fails is tried again until it is done, too old
 * or was tried often enough, and holds up the shard meanwhile.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
 */
export class ShardReader {
  readonly #cloud: Cloud;
  readonly #streams: DataStreams;
  readonly #options: Options;
  #after: string;
  /** Parts of a batch that failed, the next one first. */
  #again: Attempt[] = [];
  #running = false;
  #stopped = false;
  #timer: Timer | undefined;
  #windowEnd: number | undefined;
  #waitUntil = 0;

  constructor(cloud: Cloud, options: Options) {
    this.#cloud = cloud;
    this.#streams = cloud.state(openDataStreams);
    this.#options = options;
    this.#after = options.after;
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
  }

  /** Reads on, if the time has come and nothing else runs. */
  look(): void {
    if (this.#running || this.#stopped) return;
    const stream = this.#streams.find(this.#options.mapping.sourceArn);
    if (!stream) return;
    const attempt = this.#next(stream);
    if (!attempt) return;
    this.#running = true;
    const run = this.#run(stream, attempt).finally(() => {
      this.#running = false;
      this.look();
    });
    this.#cloud.track(run);
  }

  #next(stream: Stream): Attempt | undefined {
    const { clock } = this.#cloud;
    if (this.#again.length > 0) {
      if (clock.now() >= this.#waitUntil) return this.#again.shift();
      this.#lookAt(this.#waitUntil);
      return undefined;
    }
    const { BatchSize, MaximumBatchingWindowInSeconds: window } = this.#options.mapping.settings;
    const position = BigInt(this.#after);
    const records = this.#streams
      .records(stream)
      .filter(({ shard, sequence }) => shard === this.#options.shard && BigInt(sequence) > position)
      .slice(0, BatchSize);
    if (records.length === 0) return undefined;
    if (window > 0 && records.length < BatchSize) {
      this.#windowEnd ??= clock.now() + window * 1_000;
      if (clock.now() < this.#windowEnd) {
        this.#lookAt(this.#windowEnd);
        return undefined;
      }
    }
    this.#windowEnd = undefined;
    const [fitting] = recordBatches(records, (record) => streamRecord(this.#cloud, stream, record));
    return { records: fitting!.map(({ item }) => item), attempts: 0 };
  }

  #lookAt(time: number): void {
    this.#timer?.cancel();
    this.#timer = this.#cloud.clock.at(time, () => this.look());
  }

  async #run(stream: Stream, { records, attempts }: Attempt): Promise<void> {
    const { mapping, matches, progress } = this.#options;
    const wanted = records.filter((record) => {
      const { kinesis } = streamRecord(this.#cloud, stream, record);
      return matches({ ...kinesis }, record.data.toString("utf8"));
    });
    if (wanted.length === 0) {
      this.#done(records);
      return;
    }
    const now = this.#cloud.clock.now();
    progress.age(now - wanted[0]!.arrived);
    const Records = wanted.map((record) => streamRecord(this.#cloud, stream, record));
    const result = await callFunction(this.#cloud, mapping.functionArn, { Records }, randomUUID());
    const identifiers = wanted.map(({ sequence }) => sequence);
    const undone =
      result.kind !== "answered"
        ? "all"
        : reportsFailures(mapping)
          ? undoneRecords(result.payload, identifiers)
          : new Set<string>();
    const firstUndone = undone === "all" ? records[0] : records.find(({ sequence }) => undone.has(sequence));
    progress.result(firstUndone ? "PROBLEM: Function call failed" : "OK");
    if (!firstUndone) {
      this.#done(records);
      return;
    }
    const from = records.indexOf(firstUndone);
    if (from > 0) this.#done(records.slice(0, from));
    await this.#failed({ records: records.slice(from), attempts: attempts + 1 }, result, from > 0);
  }

  /** @param advanced whether a part of the batch is done, which is no reason to halve the rest */
  async #failed(attempt: Attempt, result: CallResult, advanced: boolean): Promise<void> {
    const { mapping } = this.#options;
    const {
      MaximumRetryAttempts = -1,
      MaximumRecordAgeInSeconds = -1,
      BisectBatchOnFunctionError,
    } = mapping.settings;
    const { records, attempts } = attempt;
    const now = this.#cloud.clock.now();
    const oldest = now - MaximumRecordAgeInSeconds * 1_000;
    const isTooOld = MaximumRecordAgeInSeconds >= 0 && records[0]!.arrived < oldest;
    // A function that is at its limit is no failure of the records.
    const isExhausted =
      MaximumRetryAttempts >= 0 && attempts > MaximumRetryAttempts && result.kind !== "refused";
    if (isTooOld || isExhausted) {
      const condition = isTooOld ? "RecordAgeExceeded" : "RetryAttemptsExhausted";
      await reportFailedBatch(this.#cloud, mapping, { records, result, attempts, condition });
      this.#done(records);
      return;
    }
    this.#waitUntil = now + Math.min(FIRST_WAIT_MS * 2 ** (attempts - 1), LONGEST_WAIT_MS);
    if (BisectBatchOnFunctionError && !advanced && records.length > 1 && result.kind === "failed") {
      // Halving does not count as a retry.
      const middle = Math.ceil(records.length / 2);
      const halves = [records.slice(0, middle), records.slice(middle)];
      this.#again.unshift(...halves.map((half) => ({ records: half, attempts: attempts - 1 })));
    } else this.#again.unshift(attempt);
  }

  #done(records: readonly StreamRecord[]): void {
    this.#after = records.at(-1)!.sequence;
    this.#options.progress.checkpoint(this.#options.shard, this.#after);
  }
}
