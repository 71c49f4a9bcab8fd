import { parseProtoDuration } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import { GoogleError } from "#kernel/google/google-error.ts";
import { tailEntries } from "../entries/tail.ts";
import { TailResponses } from "../entries/tail-responses.ts";
import type { CloudLogging } from "../state.ts";

const MAX_BUFFER_MS = 60_000;

interface TailRequest {
  readonly resourceNames?: readonly string[];
  readonly filter?: string;
  /** How long entries are held back to be sorted, up to a minute. @default "2s" */
  readonly bufferWindow?: string;
}

/** https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#google.logging.v2.LoggingServiceV2.TailLogEntries */
export function tailLogEntries(
  { resourceNames = [], filter = "", bufferWindow = "2s" }: TailRequest,
  { cloud, state }: Call<CloudLogging>,
): AsyncIterable<object> {
  const { seconds, nanos } = parseProtoDuration(bufferWindow)!;
  const window = seconds * 1000 + nanos / 1e6;
  if (window < 0 || window > MAX_BUFFER_MS)
    throw new GoogleError("INVALID_ARGUMENT", "buffer_window must be from 0 to 60 seconds.", {
      field: "bufferWindow",
    });
  const selects = state.selection(resourceNames, filter);
  return new TailResponses((deliver) => tailEntries(cloud, selects, window, deliver));
}
