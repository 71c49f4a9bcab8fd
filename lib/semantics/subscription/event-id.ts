const TIMESTAMP_SHIFT = 144n;
const BATCH_SHIFT = 16n;
const BATCH_MASK = (1n << 128n) - 1n;
const INDEX_MASK = 0xffff;

/**
 * The id of an event as CloudWatch Logs prints it: the timestamp in milliseconds, then 128 bits that tell batches
 * apart, then the index of the event in its batch, as one decimal number. Ids therefore sort by time.
 *
 * @param timestamp milliseconds since the epoch
 * @param batch distinguishes batches with events of the same millisecond; 128 bits
 * @param index position of the event in its batch, 0 to 65,535
 */
export function eventId(timestamp: number, batch: bigint, index: number): string {
  return (
    (BigInt(timestamp) << TIMESTAMP_SHIFT) |
    ((batch & BATCH_MASK) << BATCH_SHIFT) |
    BigInt(index & INDEX_MASK)
  ).toString();
}

/** The milliseconds since the epoch inside an event id, or undefined for ids that are not numbers. */
export function eventIdTimestamp(id: string): number | undefined {
  return /^\d{1,80}$/.test(id) ? Number(BigInt(id) >> TIMESTAMP_SHIFT) : undefined;
}
