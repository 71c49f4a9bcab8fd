import type { LogEntry } from "cumulog/semantics";
import { entryBytes } from "./entry-bytes.ts";

/** Below the 4 MB that gRPC clients take in one message unless told otherwise. https://grpc.io/docs/guides/ */
const MESSAGE_MAX_BYTES = 4 * 1024 * 1024 - 64 * 1024;

/** Bytes of the tag and the length before an entry in a list. */
const FRAME_BYTES = 5;

/** Counts entries into messages that clients can receive. */
export class MessageSize {
  #bytes = 0;

  /** Whether the entry still fits; the first always does. Counts it if so. */
  takes(entry: LogEntry): boolean {
    const bytes = entryBytes(entry) + FRAME_BYTES;
    if (this.#bytes > 0 && this.#bytes + bytes > MESSAGE_MAX_BYTES) return false;
    this.#bytes += bytes;
    return true;
  }
}

/** Cuts entries into messages. */
export function* messagesOf(entries: readonly LogEntry[]): Generator<readonly LogEntry[]> {
  let size = new MessageSize();
  let start = 0;
  for (const [index, entry] of entries.entries()) {
    if (size.takes(entry)) continue;
    yield entries.slice(start, index);
    start = index;
    size = new MessageSize();
    size.takes(entry);
  }
  if (start < entries.length) yield entries.slice(start);
}
