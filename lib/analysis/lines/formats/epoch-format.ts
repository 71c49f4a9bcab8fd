import type { TimestampFormat } from "./timestamp-format.ts";

/** Seconds from 2001 on have ten digits until 2286, milliseconds thirteen, microseconds sixteen, nanoseconds nineteen. */
export function fromEpoch(value: number): number | undefined {
  if (value >= 1e9 && value < 1e10) return Math.floor(value * 1_000);
  if (value >= 1e12 && value < 1e13) return Math.floor(value);
  if (value >= 1e15 && value < 1e16) return Math.floor(value / 1_000);
  if (value >= 1e18 && value < 1e19) return Math.floor(value / 1_000_000);
  return undefined;
}

/** A number at the start of the line, also in square brackets. */
export const epochFormat: TimestampFormat = {
  name: "epoch",
  read(line) {
    const [, digits] = /^\s*\[?(\d{10,19}(?:\.\d+)?)\b/.exec(line) ?? [];
    return digits === undefined ? undefined : fromEpoch(Number(digits));
  },
};
