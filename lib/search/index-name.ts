const DAY_MS = 86_400_000;

/** An index name that no server takes. */
export class IndexNameError extends Error {
  override readonly name = "IndexNameError";
}

/** What an index name may not hold: upper case, and `\ / * ? " < > | , # :` and spaces. */
const FORBIDDEN = /[\s\\/*?"<>|,#:\p{Lu}]/u;
/** Bytes of a name. */
const MAXIMUM_BYTES = 255;
const DAY_BYTES = "-YYYY.MM.DD".length;

/**
 * Checks the beginning of index names, to which the day is added. `{service}` stands for the service of a record.
 *
 * @throws {IndexNameError} that says what is wrong
 * @see https://docs.opensearch.org/latest/api-reference/index-apis/create-index/#index-naming-restrictions
 */
export function checkIndexPattern(pattern: string): void {
  const refuse = (why: string): never => {
    throw new IndexNameError(`index ${JSON.stringify(pattern)} ${why}; use for example "logs-{service}"`);
  };
  const name = pattern.replaceAll("{service}", "service");
  if (name === "") refuse("is empty");
  if (/^[-_+.]/.test(name)) refuse("begins with one of - _ + .");
  if (/[{}]/.test(name)) refuse("has braces; only {service} is filled in");
  if (FORBIDDEN.test(name)) refuse('has an upper-case letter, a space or one of \\ / * ? " < > | , # :');
  if (Buffer.byteLength(name) + DAY_BYTES > MAXIMUM_BYTES)
    refuse(`is longer than ${MAXIMUM_BYTES - DAY_BYTES} bytes`);
}

/** The beginning of a service's index names; what a name may not hold becomes `-`. */
export function indexPrefix(pattern: string, service: string | undefined): string {
  const name = (service ?? "").toLowerCase().replace(/[^a-z0-9._-]+/g, "-");
  return pattern.replaceAll("{service}", name === "" ? "default" : name).slice(0, MAXIMUM_BYTES - DAY_BYTES);
}

let cachedDay = Number.NaN;
let cachedText = "";
let cachedPrefix = "";
let cachedName = "";

/** Name of the index that takes an event: its prefix and the UTC day of the event, as in `logs-checkout-2026.01.31`. */
export function indexName(prefix: string, timestamp: number): string {
  const day = Math.floor(timestamp / DAY_MS);
  if (day !== cachedDay) {
    cachedDay = day;
    cachedText = new Date(day * DAY_MS).toISOString().slice(0, 10).replaceAll("-", ".");
    cachedName = `${cachedPrefix}-${cachedText}`;
  }
  if (prefix !== cachedPrefix) {
    cachedPrefix = prefix;
    cachedName = `${prefix}-${cachedText}`;
  }
  return cachedName;
}

/** Days of the future for which an event may make an index. */
const AHEAD_MS = DAY_MS;

/** Why an event may not make an index of its own: it is outside the retention, or more than a day ahead. */
export function untimely(
  timestamp: number,
  now: number,
  retentionDays: number,
): "too-old" | "too-new" | undefined {
  if (timestamp < now - retentionDays * DAY_MS) return "too-old";
  return timestamp > now + AHEAD_MS ? "too-new" : undefined;
}
