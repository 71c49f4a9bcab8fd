import type { Cloud } from "#kernel/cloud.ts";
import { openDataStreams } from "../kinesis/state.ts";

/** The data stream that a delivery stream reads, and how far it has read. */
export interface StreamSource {
  readonly arn: string;
  readonly roleArn: string | undefined;
  /** Sequence number of the record that was read last. */
  readonly after: string;
}

/** Where a delivery stream begins that is made now: at what is put from now on. */
export function sourceFromNow(
  cloud: Cloud,
  { KinesisStreamARN, RoleARN }: { readonly KinesisStreamARN: string; readonly RoleARN?: string | undefined },
): StreamSource {
  return { arn: KinesisStreamARN, roleArn: RoleARN, after: cloud.state(openDataStreams).latest };
}

/** A record of a data stream, held by all who have yet to write something of it. */
export class SourceRecord {
  readonly data: Buffer;
  readonly sequence: string;
  #holders = 0;

  constructor({ data, sequence }: { readonly data: Buffer; readonly sequence: string }) {
    this.data = data;
    this.sequence = sequence;
  }

  get isDone(): boolean {
    return this.#holders === 0;
  }

  hold(): void {
    this.#holders += 1;
  }

  release(): void {
    this.#holders -= 1;
  }
}

/** The reading of a data stream. */
export interface SourceReading {
  /** Has the position kept up to which nobody holds a record any more. */
  advance(): void;
  stop(): void;
}

/**
 * Reads a data stream for as long as it is not stopped, what was put before first.
 *
 * @param take gets each record, and holds it for as long as it would be lost with the process
 * @param keep gets the sequence number up to which no record needs to be read again
 */
export function readSource(
  cloud: Cloud,
  source: StreamSource,
  take: (record: SourceRecord) => void,
  keep: (after: string) => void,
): SourceReading {
  const streams = cloud.state(openDataStreams);
  let after = BigInt(source.after);
  let isStopped = false;
  /** From the first that is held on, in the order of the stream. */
  const open: SourceRecord[] = [];
  const read = () => {
    const stream = streams.find(source.arn);
    if (!stream) return;
    const kept = streams.records(stream);
    const records = kept.slice(kept.findLastIndex(({ sequence }) => BigInt(sequence) <= after) + 1);
    const last = records.at(-1);
    if (!last) return;
    after = BigInt(last.sequence);
    for (const one of records) {
      const record = new SourceRecord(one);
      open.push(record);
      take(record);
    }
  };
  read();
  const stopWatching = streams.watch((name) => {
    if (source.arn.endsWith(`/${name}`)) read();
  });
  return {
    advance() {
      const held = open.findIndex(({ isDone }) => !isDone);
      const last = open.splice(0, held === -1 ? open.length : held).at(-1);
      if (last && !isStopped) keep(last.sequence);
    },
    stop() {
      isStopped = true;
      stopWatching();
    },
  };
}
