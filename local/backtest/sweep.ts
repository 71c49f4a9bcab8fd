import type { AlarmResult, BacktestResult } from "./result.ts";

/** A range that cannot be swept. */
export class SweepError extends Error {
  override readonly name = "SweepError";
}

const MOST_VALUES = 1_000;

/**
 * Reads `threshold=1..20`, `threshold=10..100:10` (with a step) or `threshold=1,5,10`.
 *
 * @throws SweepError
 */
export function parseSweep(text: string): number[] {
  const [, range] = /^threshold=(.+)$/.exec(text) ?? [];
  if (range === undefined)
    throw new SweepError(
      `--sweep ${text}: expected threshold=1..20, threshold=10..100:10 or threshold=1,5,10.`,
    );
  const [, from, to, step = "1"] = /^(-?[\d.]+)\.\.(-?[\d.]+?)(?::([\d.]+))?$/.exec(range) ?? [];
  const values =
    from === undefined ? range.split(",").map(Number) : steps(Number(from), Number(to), Number(step));
  if (values.length === 0 || values.some((value) => !Number.isFinite(value)))
    throw new SweepError(`--sweep ${text}: "${range}" is no list of numbers.`);
  if (values.length > MOST_VALUES)
    throw new SweepError(`--sweep ${text}: ${values.length} values; at most ${MOST_VALUES}.`);
  return values;
}

function steps(from: number, to: number, step: number): number[] {
  if (!(step > 0) || !(to >= from) || (to - from) / step > MOST_VALUES) return [];
  return Array.from({ length: Math.floor((to - from) / step + 1e-9) + 1 }, (_, index) => from + index * step);
}

/** Results of a sweep by the alarm they are copies of. */
export function byAlarm(result: BacktestResult): Map<string, { threshold: number; result: AlarmResult }[]> {
  const alarms = new Map<string, { threshold: number; result: AlarmResult }[]>();
  for (const alarm of result.alarms) {
    const at = alarm.alarmName.lastIndexOf("@");
    const name = alarm.alarmName.slice(0, at);
    alarms.set(name, [
      ...(alarms.get(name) ?? []),
      { threshold: Number(alarm.alarmName.slice(at + 1)), result: alarm },
    ]);
  }
  return alarms;
}
