import type { LogEntry } from "cumulog/semantics";
import { compareNanotimes, parseTimestamp } from "cumulog/semantics";
import type { Timer } from "../../kernel/clock.ts";
import type { Cloud } from "../../kernel/cloud.ts";
import { GoogleError } from "./google-error.ts";
import { compileSelection } from "./query.ts";

const DEFAULT_BUFFER_MS = 2_000;
const MAX_BUFFER_MS = 60_000;

export interface TailRequest {
  readonly resourceNames?: readonly string[];
  readonly filter?: string;
  /** How long entries are held back to be sorted, in milliseconds of cloud time, up to 60,000. @default 2000 */
  readonly bufferWindowMs?: number;
}

/**
 * Delivers entries as they are written, sorted within the buffer window.
 *
 * @returns what stops it
 * @throws GoogleError INVALID_ARGUMENT
 * @see https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#taillogentriesrequest
 */
export function tailEntries(
  cloud: Cloud,
  { resourceNames = [], filter = "", bufferWindowMs = DEFAULT_BUFFER_MS }: TailRequest,
  deliver: (entries: readonly LogEntry[]) => void,
): () => void {
  if (!(bufferWindowMs >= 0 && bufferWindowMs <= MAX_BUFFER_MS))
    throw new GoogleError("INVALID_ARGUMENT", "buffer_window must be from 0 to 60 seconds.");
  const selects = compileSelection(resourceNames, filter);
  let held: LogEntry[] = [];
  let timer: Timer | undefined;
  const flush = () => {
    timer = undefined;
    const entries = held.sort(byTime);
    held = [];
    deliver(entries);
  };
  const take = ({ entries }: { readonly entries: readonly Record<string, unknown>[] }) => {
    held.push(...(entries as readonly LogEntry[]).filter(selects));
    if (held.length === 0) return;
    if (bufferWindowMs === 0) flush();
    else timer ??= cloud.clock.after(bufferWindowMs, flush);
  };
  cloud.events.on("google-entries", take);
  return () => {
    cloud.events.off("google-entries", take);
    timer?.cancel();
  };
}

function byTime(a: LogEntry, b: LogEntry): number {
  return compareNanotimes(parseTimestamp(a.timestamp!)!, parseTimestamp(b.timestamp!)!);
}
