/** Times of the cloud are shown in UTC, as the services' consoles and messages have them. */

const two = (value: number): string => String(value).padStart(2, "0");

/** `12:34:56.789` */
export function timeOfDay(milliseconds: number): string {
  const text = isoOf(milliseconds);
  return text.slice(11, 23);
}

/** `2026-01-02 12:34:56` */
export function dateAndTime(milliseconds: number): string {
  return isoOf(milliseconds).slice(0, 19).replace("T", " ");
}

/** `12 s`, `3 min`, `2 h 05 min`, `4 d 3 h` */
export function durationText(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${two(minutes % 60)} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

function isoOf(milliseconds: number): string {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? "-" : date.toISOString();
}
