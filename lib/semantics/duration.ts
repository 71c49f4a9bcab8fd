const UNITS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Reads a duration: a number of milliseconds or a text such as `"50ms"`, `"90s"`, `"5m"`, `"2h"`, `"1h30m"`, `"14d"`.
 *
 * @throws RangeError when the text is no duration or is negative
 */
export function parseDuration(duration: number | string): number {
  if (typeof duration === "number" && Number.isFinite(duration) && duration >= 0) return duration;
  const text = String(duration).trim();
  if (/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text)) {
    let total = 0;
    for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g))
      total += Number(amount) * UNITS[unit!]!;
    return total;
  }
  throw new RangeError(
    `"${duration}" is no duration: expected for example "50ms", "90s", "5m", "1h30m" or "14d"`,
  );
}
