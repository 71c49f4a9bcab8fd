import { ServiceError } from "../../kernel/service-error.ts";

/** Where a reader of a shard is. */
export interface ShardIterator {
  readonly stream: string;
  readonly shard: string;
  /** Records behind this sequence number come next. */
  readonly after: string;
  /** Milliseconds since the epoch. */
  readonly issued: number;
}

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetShardIterator.html */
const VALID_FOR = 300_000;

export function iteratorText(iterator: ShardIterator): string {
  return Buffer.from(JSON.stringify(iterator)).toString("base64url");
}

/** @throws ServiceError when it is none, or older than five minutes */
export function readIterator(text: string, now: number): ShardIterator {
  const iterator = parsed(text);
  if (!iterator) throw new ServiceError("InvalidArgumentException", "Invalid ShardIterator.");
  if (now - iterator.issued > VALID_FOR)
    throw new ServiceError(
      "ExpiredIteratorException",
      `Iterator expired. The iterator was created at time ${new Date(iterator.issued).toUTCString()} while right now it is ${new Date(now).toUTCString()} which is further in the future than the tolerated delay of ${VALID_FOR} milliseconds.`,
    );
  return iterator;
}

function parsed(text: string): ShardIterator | undefined {
  try {
    const value = JSON.parse(Buffer.from(text, "base64url").toString()) as ShardIterator;
    const { stream, shard, after, issued } = value;
    const texts = [stream, shard, after].every((one) => typeof one === "string");
    return texts && typeof issued === "number" ? value : undefined;
  } catch {
    return undefined;
  }
}
