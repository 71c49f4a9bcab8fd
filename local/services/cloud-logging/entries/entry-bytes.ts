import type { LogEntry } from "cumulog/semantics";
import { messageBytes } from "#kernel/google/proto/message-bytes.ts";
import { LOGGING_TYPES } from "../types.ts";

const ENTRY = LOGGING_TYPES.message("google.logging.v2.LogEntry");

/** Bytes of an entry as a protocol buffer, by which the service limits it; as JSON it may be several times as long. */
export function entryBytes(entry: LogEntry): number {
  return messageBytes(ENTRY, entry);
}
