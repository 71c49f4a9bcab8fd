import { gunzipSync, gzipSync } from "node:zlib";
import type { StoredCountModel } from "./count-model.ts";

/** Bytes of a detector's state, gzipped. */
export const MAX_DETECTOR_STATE_BYTES = 1024 * 1024;
const VERSION = 1;
const MAX_UNZIPPED_BYTES = 64 * 1024 * 1024;

/** A stretch of time in which nothing is alerted and what comes is learned as the usual: a deploy. */
export interface MutedTime {
  readonly from: number;
  readonly to: number;
}

/** A template's knowledge as it is stored. */
export interface StoredKnownTemplate {
  readonly numbers: readonly number[];
  readonly model: StoredCountModel;
}

/** A detector as it is stored. */
export interface StoredDetector {
  readonly windows: number;
  readonly next: number | undefined;
  readonly lastFinding: number | undefined;
  readonly arrivals: readonly [number, number, number, number];
  readonly muted: readonly MutedTime[];
  readonly excluded: readonly string[];
  readonly total: StoredCountModel;
  readonly levels: readonly (readonly [string, StoredCountModel])[];
  readonly values: readonly (readonly [string, readonly number[]])[];
  readonly templates: readonly (readonly [string, StoredKnownTemplate])[];
}

/** Thrown when bytes are not the state of a detector. */
export class DetectorStateError extends Error {
  override readonly name = "DetectorStateError";
}

/**
 * Writes a state as at most 1 MB of gzip.
 * @param make Makes the state with the seasons of this many templates.
 */
export function writeDetectorState(make: (seasons: number) => StoredDetector, templates: number): Uint8Array {
  for (let seasons = templates; ; seasons = Math.floor(seasons / 2)) {
    const bytes = gzipSync(JSON.stringify({ version: VERSION, ...make(seasons) }));
    if (bytes.length <= MAX_DETECTOR_STATE_BYTES || seasons === 0) return bytes;
  }
}

/**
 * Reads what {@link writeDetectorState} wrote.
 * @throws DetectorStateError when the bytes are damaged or of another version.
 */
export function readDetectorState(bytes: Uint8Array): StoredDetector {
  let stored: StoredDetector & { readonly version: number };
  try {
    const text = gunzipSync(bytes, { maxOutputLength: MAX_UNZIPPED_BYTES }).toString("utf8");
    stored = JSON.parse(text) as StoredDetector & { readonly version: number };
  } catch (cause) {
    throw new DetectorStateError("the state of the anomalies is damaged: expected gzipped JSON", { cause });
  }
  if (stored?.version !== VERSION || !Array.isArray(stored.templates))
    throw new DetectorStateError(
      `the state of the anomalies has version ${stored?.version}, expected ${VERSION}`,
    );
  return stored;
}
