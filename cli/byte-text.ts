const UNITS = ["B", "KB", "MB", "GB", "TB"];

/** A size for people: `1.5 MB`, of units of 1,000. */
export function byteText(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1_000 && unit < UNITS.length - 1) {
    size /= 1_000;
    unit += 1;
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${UNITS[unit]}`;
}
