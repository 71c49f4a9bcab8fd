import { parseDuration } from "./duration.ts";

/**
 * Reads a time as people type it: ISO 8601, or a duration before now such as `2h`.
 *
 * @param now milliseconds since the epoch
 * @returns milliseconds since the epoch; undefined when the text is neither
 */
export function parseMoment(text: string, now: number): number | undefined {
  const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : before(text, now);
  return Number.isNaN(time) ? undefined : time;
}

function before(text: string, now: number): number {
  try {
    return now - parseDuration(text);
  } catch {
    return Number.NaN;
  }
}
