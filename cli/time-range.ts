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
