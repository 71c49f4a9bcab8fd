import { parseMoment } from "cumulog/semantics";

/**
 * A time on the command line: ISO 8601, or a duration before now such as `2h`.
 *
 * @throws Error that names the option
 */
export function timeOf(option: string, text: string, now: number): number {
  const time = parseMoment(text, now);
  if (time !== undefined) return time;
  throw new Error(
    `${option} is ${JSON.stringify(text)}; expected a time such as 2026-01-31T08:00:00Z, or 2h for two hours ago`,
  );
}

/** A span on the command line, as `--from` and `--to` give it. */
export interface SpanOptions {
  readonly from?: string;
  readonly to?: string;
}

/**
 * The span in milliseconds since the epoch; open where nothing is given.
 *
 * @throws Error that names the option
 */
export function spanOf({ from, to }: SpanOptions, now = Date.now()): { from?: number; to?: number } {
  const span = {
    ...(from !== undefined && { from: timeOf("--from", from, now) }),
    ...(to !== undefined && { to: timeOf("--to", to, now) }),
  };
  if (span.from !== undefined && span.to !== undefined && span.from >= span.to)
    throw new Error(`--from ${from} is not before --to ${to}.`);
  return span;
}
