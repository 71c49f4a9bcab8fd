import { PostFailedError, post } from "../shared/post.ts";
import type { EventEntry } from "./entries.ts";

/** An entry that Cloud Logging did not take. */
export interface FailedEntry {
  readonly entry: EventEntry;
  readonly reason: string;
}

/** How to reach Cloud Logging. */
export interface CloudLogging {
  /** Without a path, for example `https://logging.googleapis.com`. */
  readonly endpoint: string;
  /** Headers that authenticate a call. */
  headers(): Promise<Readonly<Record<string, string>>>;
}

/** Bytes and entries of one call; the service takes 10 MB. https://cloud.google.com/logging/quotas */
const BATCH_BYTES = 8 * 1024 * 1024;
const BATCH_ENTRIES = 1_000;
const ROUNDS = 5;
/** ABORTED, DEADLINE_EXCEEDED, INTERNAL, RESOURCE_EXHAUSTED, UNAVAILABLE. */
const TRANSIENT_CODES = new Set([4, 8, 10, 13, 14]);

/**
 * Writes entries with `partialSuccess`. Entries that the service could not take for the moment are sent again alone; a call
 * that fails as a whole is repeated, which doubles nothing because every entry has its `insertId`. Never rejects.
 */
export async function writeEntries(
  entries: readonly EventEntry[],
  service: CloudLogging,
  deadline: number,
): Promise<readonly FailedEntry[]> {
  const failed: FailedEntry[] = [];
  for (const batch of batches(entries)) failed.push(...(await writeBatch(batch, service, deadline)));
  return failed;
}

function* batches(entries: readonly EventEntry[]): Generator<EventEntry[]> {
  let batch: EventEntry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    if (batch.length > 0 && (batch.length >= BATCH_ENTRIES || bytes + entry.bytes > BATCH_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(entry);
    bytes += entry.bytes + 1;
  }
  if (batch.length > 0) yield batch;
}

async function writeBatch(
  batch: readonly EventEntry[],
  service: CloudLogging,
  deadline: number,
): Promise<FailedEntry[]> {
  const failed: FailedEntry[] = [];
  let pending = batch;
  for (let round = 1; pending.length > 0; round += 1) {
    const outcome = await writeOnce(pending, service, deadline);
    failed.push(...outcome.refused);
    if (round === ROUNDS || Date.now() >= deadline) {
      failed.push(...outcome.transient);
      break;
    }
    pending = outcome.transient.map(({ entry }) => entry);
    if (pending.length > 0)
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 100 * 2 ** round));
  }
  return failed;
}

async function writeOnce(
  batch: readonly EventEntry[],
  service: CloudLogging,
  deadline: number,
): Promise<{ refused: FailedEntry[]; transient: FailedEntry[] }> {
  let headers: Readonly<Record<string, string>>;
  try {
    headers = await service.headers();
  } catch (cause) {
    const reason = `No token for Cloud Logging could be had: ${(cause as Error).message}`;
    return { refused: [], transient: batch.map((entry) => ({ entry, reason })) };
  }
  const body = `{"partialSuccess":true,"entries":[${batch.map(({ entry }) => JSON.stringify(entry)).join(",")}]}`;
  try {
    await post({
      url: `${service.endpoint}/v2/entries:write`,
      headers,
      body,
      label: "Cloud Logging",
      deadline,
      attempts: ROUNDS,
    });
    return { refused: [], transient: [] };
  } catch (cause) {
    const error = cause as Error;
    const errors = error instanceof PostFailedError ? partialErrors(error.answer) : undefined;
    if (errors === undefined) {
      return {
        refused: batch.map((entry) => ({ entry, reason: `${error.name}: ${error.message}` })),
        transient: [],
      };
    }
    const refused: FailedEntry[] = [];
    const transient: FailedEntry[] = [];
    for (const [index, { code, message }] of errors) {
      const entry = batch[index];
      if (entry === undefined) continue;
      const list = TRANSIENT_CODES.has(code) ? transient : refused;
      list.push({ entry, reason: `Cloud Logging refused the entry: ${message} (code ${code})` });
    }
    return { refused, transient };
  }
}

/** Errors by the entry's index; undefined if the answer is about the call as a whole. */
function partialErrors(
  answer: string | undefined,
): [number, { code: number; message: string }][] | undefined {
  try {
    const { error } = JSON.parse(answer ?? "") as {
      error?: {
        details?: {
          "@type"?: string;
          logEntryErrors?: Record<string, { code?: number; message?: string }>;
        }[];
      };
    };
    const detail = error?.details?.find((one) => one["@type"]?.endsWith("WriteLogEntriesPartialErrors"));
    if (detail?.logEntryErrors === undefined) return undefined;
    return Object.entries(detail.logEntryErrors).map(([index, { code = 2, message = "" }]) => [
      Number(index),
      { code, message },
    ]);
  } catch {
    return undefined;
  }
}
