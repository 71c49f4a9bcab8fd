import { ServiceError } from "../service-error.ts";

const MOST_ENTRIES = 10;

/** Runs each entry of a batch by itself: what fails is told by entry. */
export function runBatch<Entry extends { readonly Id: string }>(
  entries: readonly Entry[] | undefined,
  run: (entry: Entry) => object,
): { Successful: object[]; Failed: object[] } {
  if (!entries?.length)
    throw new ServiceError("EmptyBatchRequest", "There should be at least one entry in the request.");
  if (entries.length > MOST_ENTRIES)
    throw new ServiceError(
      "TooManyEntriesInBatchRequest",
      `Maximum number of entries per request are ${MOST_ENTRIES}. You have sent ${entries.length}.`,
    );
  const seen = new Set<string>();
  for (const { Id } of entries) {
    if (!/^[\w-]{1,80}$/.test(Id ?? ""))
      throw new ServiceError(
        "InvalidBatchEntryId",
        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
      );
    if (seen.has(Id)) throw new ServiceError("BatchEntryIdsNotDistinct", `Id ${Id} repeated.`);
    seen.add(Id);
  }
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...run(entry) });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      Failed.push({ Id: entry.Id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return { Successful, Failed };
}
