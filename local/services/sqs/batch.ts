import { ServiceError } from "#kernel/service-error.ts";

const MOST_ENTRIES = 10;

/** How a service words what is wrong with a whole batch. */
export interface BatchWording {
  readonly empty: string;
  readonly tooMany: (entries: number) => string;
  readonly repeated: (id: string) => string;
}

/** @param entry the entries' name in the older protocol, for example `SendMessageBatchRequestEntry` */
export function queueBatch(entry: string): BatchWording {
  return {
    empty: `There should be at least one ${entry} in the request.`,
    tooMany: (entries) =>
      `Maximum number of entries per request are ${MOST_ENTRIES}. You have sent ${entries}.`,
    repeated: (id) => `Id ${id} repeated.`,
  };
}

/** @throws ServiceError when a batch is empty, too large, or has entries whose ids are malformed or repeated */
export function checkBatch(
  entries: readonly { readonly Id: string }[] | undefined,
  wording: BatchWording,
): void {
  if (!entries?.length) throw new ServiceError("EmptyBatchRequest", wording.empty);
  if (entries.length > MOST_ENTRIES)
    throw new ServiceError("TooManyEntriesInBatchRequest", wording.tooMany(entries.length));
  const seen = new Set<string>();
  for (const { Id } of entries) {
    if (!/^[\w-]{1,80}$/.test(Id ?? ""))
      throw new ServiceError(
        "InvalidBatchEntryId",
        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
      );
    if (seen.has(Id)) throw new ServiceError("BatchEntryIdsNotDistinct", wording.repeated(Id));
    seen.add(Id);
  }
}

/** Runs a batch of a queue's messages: in the answer is only what there is. @throws ServiceError as checkBatch does */
export function runQueueBatch<Entry extends { readonly Id: string }>(
  entries: readonly Entry[],
  wording: BatchWording,
  run: (entry: Entry) => object,
): object {
  const results = Object.entries(runBatch(entries, wording, run));
  return Object.fromEntries(results.filter(([, list]) => list.length > 0));
}

/** Runs each entry of a batch by itself: what fails is told by entry. @throws ServiceError as checkBatch does */
export function runBatch<Entry extends { readonly Id: string }>(
  entries: readonly Entry[] = [],
  wording: BatchWording,
  run: (entry: Entry) => object,
): { Successful: object[]; Failed: object[] } {
  checkBatch(entries, wording);
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
