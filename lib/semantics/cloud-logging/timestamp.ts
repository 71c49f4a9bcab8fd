/** An instant or a length of time to the nanosecond; `nanos` is from 0 to 999,999,999 and counts forwards. */
export interface Nanotime {
  readonly seconds: number;
  readonly nanos: number;
}

const RFC_3339 =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9})\d*)?)?([Zz]|[-+]\d{2}:?\d{2})?)?$/;
const DURATION = /^([-+]?)(\d{1,18})?(?:\.(\d*))?(ns|us|µs|ms|s|m|h)$/;
const NANOS_PER_UNIT: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

/** Earliest and latest second that the API's Timestamp takes: the years 1 to 9999. */
const MIN_SECONDS = -62_135_596_800;
const MAX_SECONDS = 253_402_300_799;

/** Reads an RFC 3339 time or an ISO 8601 date (midnight UTC); undefined for anything else. */
export function parseTimestamp(text: string): Nanotime | undefined {
  const [match, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", zone = "Z"] =
    RFC_3339.exec(text) ?? [];
  if (match === undefined) return undefined;
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  const midnight = date.getTime();
  if (
    h > 23 ||
    m > 59 ||
    s > 60 ||
    date.getUTCDate() !== Number(day) ||
    date.getUTCMonth() !== Number(month) - 1
  )
    return undefined;
  return instant(midnight / 1000 + h * 3600 + m * 60 + s - offsetOf(zone), Number(fraction.padEnd(9, "0")));
}

function offsetOf(zone: string): number {
  if (zone === "Z" || zone === "z") return 0;
  const sign = zone.startsWith("-") ? -1 : 1;
  return sign * (Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(-2)) * 60);
}

/** An instant that the API takes, or undefined when it is out of range or no whole number of nanoseconds. */
export function instant(seconds: number, nanos: number): Nanotime | undefined {
  if (!Number.isSafeInteger(seconds) || !Number.isSafeInteger(nanos)) return undefined;
  const carried = seconds + Math.floor(nanos / 1e9);
  if (carried < MIN_SECONDS || carried > MAX_SECONDS) return undefined;
  return { seconds: carried, nanos: nanos - Math.floor(nanos / 1e9) * 1e9 };
}

/** Writes an instant as the API does: `Z`, with no or 3, 6 or 9 digits after the second. */
export function formatTimestamp({ seconds, nanos }: Nanotime): string {
  const whole = new Date(seconds * 1000).toISOString().slice(0, -5);
  return `${whole}${nanos === 0 ? "" : `.${groupsOfThree(nanos)}`}Z`;
}

function groupsOfThree(nanos: number): string {
  const digits = String(nanos).padStart(9, "0");
  if (digits.endsWith("000000")) return digits.slice(0, 3);
  return digits.endsWith("000") ? digits.slice(0, 6) : digits;
}

/** Reads a signed decimal number with a unit from `ns` to `h`, for example `"1.5s"`; undefined for anything else. */
export function parseProtoDuration(text: string): Nanotime | undefined {
  const [, sign, whole, fraction, unit] = DURATION.exec(text.trim()) ?? [];
  if (unit === undefined || (whole === undefined && !fraction)) return undefined;
  const scale = BigInt(NANOS_PER_UNIT[unit]!);
  const decimals = (fraction ?? "").slice(0, 15);
  const scaled = (BigInt((whole ?? "0") + decimals) * scale) / 10n ** BigInt(decimals.length);
  return fromNanos(sign === "-" ? -scaled : scaled);
}

/** Writes a length of time as the API does: in seconds, with no or 3, 6 or 9 decimals. */
export function formatProtoDuration({ seconds, nanos }: Nanotime): string {
  const negative = seconds < 0;
  const [whole, rest] = negative && nanos > 0 ? [seconds + 1, 1e9 - nanos] : [seconds, nanos];
  return `${negative ? "-" : ""}${Math.abs(whole)}${rest === 0 ? "" : `.${groupsOfThree(rest)}`}s`;
}

function fromNanos(total: bigint): Nanotime {
  const nanos = ((total % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  return { seconds: Number((total - nanos) / 1_000_000_000n), nanos: Number(nanos) };
}

/** Negative, zero or positive as `a` is before, at or after `b`. */
export function compareNanotimes(a: Nanotime, b: Nanotime): number {
  return a.seconds - b.seconds || a.nanos - b.nanos;
}
