let cachedSecond = Number.NaN;
let cachedPrefix = "";

/** Milliseconds since the epoch as ISO 8601 with milliseconds in UTC; the part up to the second is remembered. */
export function isoTimestamp(milliseconds: number): string {
  const second = Math.floor(milliseconds / 1000);
  if (second !== cachedSecond) {
    if (!(Math.abs(milliseconds) <= 8.64e15)) return new Date(0).toISOString();
    cachedPrefix = new Date(second * 1000).toISOString().slice(0, -4);
    cachedSecond = second;
  }
  const rest = Math.floor(milliseconds - second * 1000);
  return cachedPrefix + (rest < 10 ? "00" + rest : rest < 100 ? "0" + rest : rest) + "Z";
}
