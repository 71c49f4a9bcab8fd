/** A part of a stream: the records whose keys' digests are in its range. */
export interface Shard {
  readonly id: string;
  /** First and last of 2^128 digests. */
  readonly first: bigint;
  readonly last: bigint;
}

/** A data stream as it is kept. Moments are milliseconds since the epoch. */
export interface Stream {
  readonly name: string;
  readonly arn: string;
  readonly mode: "PROVISIONED" | "ON_DEMAND";
  readonly shardCount: number;
  readonly retentionHours: number;
  readonly created: number;
  readonly tags: Readonly<Record<string, string>>;
}

export interface StreamRecord {
  /** Larger than that of any record before, of the same number of digits. */
  readonly sequence: string;
  readonly shard: string;
  readonly partitionKey: string;
  readonly data: Buffer;
  readonly arrived: number;
}

const DIGESTS = 2n ** 128n;
const FIRST_SEQUENCE = 49_000_000_000_000_000_000_000_000_000_000_000_000_000_000_000_000_000_000n;

/** The shards of a stream, of equal size. */
export function shardsOf({ shardCount }: Pick<Stream, "shardCount">): Shard[] {
  const size = DIGESTS / BigInt(shardCount);
  return Array.from({ length: shardCount }, (_, index) => ({
    id: `shardId-${String(index).padStart(12, "0")}`,
    first: size * BigInt(index),
    last: index === shardCount - 1 ? DIGESTS - 1n : size * BigInt(index + 1) - 1n,
  }));
}

/** The sequence number of the record that is kept with that id, from 1. */
export const sequenceNumber = (number: number): string => String(FIRST_SEQUENCE + BigInt(number));
