/** Times of the cloud are shown in UTC, as the services' consoles and messages have them. */

/** `12:34:56.789` */
export function timeOfDay(milliseconds: number): string {
  const text = isoOf(milliseconds);
  return text.slice(11, 23);
}

/** `2026-01-02 12:34:56` */
export function dateAndTime(milliseconds: number): string {
  return isoOf(milliseconds).slice(0, 19).replace("T", " ");
}

function isoOf(milliseconds: number): string {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? "-" : date.toISOString();
}
