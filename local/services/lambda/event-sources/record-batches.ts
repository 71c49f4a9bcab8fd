/** Bytes of a synchronous invocation's event. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const LARGEST_EVENT = 6_291_456;
/** What stands around the records. */
const ENVELOPE = 64;

/** Cuts records into batches whose event a function can take, in their order; a record that is larger alone goes alone. */
export function recordBatches<Item>(
  items: readonly Item[],
  recordOf: (item: Item) => unknown,
): { readonly item: Item; readonly record: unknown }[][] {
  const batches: { readonly item: Item; readonly record: unknown }[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const record = recordOf(item);
    const size = Buffer.byteLength(JSON.stringify(record)) + 1;
    if (bytes + size > LARGEST_EVENT) {
      batches.push([]);
      bytes = ENVELOPE;
    }
    bytes += size;
    batches.at(-1)!.push({ item, record });
  }
  return batches;
}
