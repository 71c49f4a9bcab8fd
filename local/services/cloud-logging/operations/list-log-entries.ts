import { CLOUD_LOGGING_LIST_MAX_PAGE_SIZE, type LogEntry } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import { GoogleError } from "#kernel/google/google-error.ts";
import {
  checkedPageSize,
  DEFAULT_PAGE_SIZE,
  readPageToken,
  writePageToken,
} from "#kernel/google/page-token.ts";
import { MessageSize } from "../entries/message-size.ts";
import type { Place } from "../entries/stored-entry.ts";
import type { CloudLogging } from "../state.ts";

interface ListRequest {
  readonly resourceNames?: readonly string[];
  /** Older clients name projects here. */
  readonly projectIds?: readonly string[];
  readonly filter?: string;
  /** `"timestamp asc"` (the default) or `"timestamp desc"`. */
  readonly orderBy?: string;
  readonly pageSize?: number;
  readonly pageToken?: string;
}

/** https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#google.logging.v2.LoggingServiceV2.ListLogEntries */
export function listLogEntries(request: ListRequest, { state }: Call<CloudLogging>): object {
  const { resourceNames = [], projectIds = [], filter = "", orderBy = "", pageSize, pageToken } = request;
  const size = checkedPageSize(pageSize, DEFAULT_PAGE_SIZE, CLOUD_LOGGING_LIST_MAX_PAGE_SIZE);
  const descending = isDescending(orderBy);
  const names = [...projectIds.map((id) => `projects/${id}`), ...resourceNames];
  const selects = state.selection(names, filter);
  const asked = [names, filter, descending];
  const start = readPageToken<Place>(pageToken, asked);
  const entries: LogEntry[] = [];
  const message = new MessageSize();
  let last: Place | undefined;
  for (const stored of state.entriesFrom(start, descending)) {
    if (!selects(stored)) continue;
    if (entries.length === size || !message.takes(stored.entry)) {
      const { time, insertId, sequence } = last!;
      return { entries, nextPageToken: writePageToken(asked, { time, insertId, sequence }) };
    }
    entries.push(stored.entry);
    last = stored;
  }
  return { entries };
}

function isDescending(orderBy: string): boolean {
  const [field, direction = "asc", ...more] = orderBy.trim().split(/\s+/);
  if (field === "") return false;
  if (field === "timestamp" && (direction === "asc" || direction === "desc") && more.length === 0)
    return direction === "desc";
  throw new GoogleError(
    "INVALID_ARGUMENT",
    `order_by "${orderBy}" is invalid: expected "timestamp asc" or "timestamp desc".`,
  );
}
