/** When a file is rotated, and what stays of the old ones. */
export interface FileRotation {
  /** Size at which the file is rotated: a number with `B`, `K`, `M` or `G`, such as `"10M"`. @default no limit */
  readonly size?: string;
  /** Time after which it is rotated: a number with `s`, `m`, `h`, `d` or `M` (months), such as `"1d"`. @default never */
  readonly interval?: string;
  /** Rotated files that are kept; the oldest are deleted. @default all */
  readonly maxFiles?: number;
  /** Size of all rotated files together that is kept. @default no limit */
  readonly maxSize?: string;
  /** Compresses rotated files with gzip. @default false */
  readonly compress?: boolean;
}

const SIZE = /^[1-9]\d*[BKMG]$/;
const INTERVAL = /^[1-9]\d*[smhdM]$/;
const UNIT_BYTES: Readonly<Record<string, number>> = { B: 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };

/** @throws {TypeError} that names the option, for one that is not as described */
export function readFileRotation(options: FileRotation): FileRotation {
  const { size, interval, maxFiles, maxSize, compress } = options;
  refuse("size", size, size !== undefined && !SIZE.test(size), 'a number with B, K, M or G, such as "10M"');
  refuse(
    "maxSize",
    maxSize,
    maxSize !== undefined && !SIZE.test(maxSize),
    'a number with B, K, M or G, such as "1G"',
  );
  refuse(
    "interval",
    interval,
    interval !== undefined && !isInterval(interval),
    'such as "30s", "5m", "1h", "1d" or "1M"; seconds and minutes must divide 60, hours 24',
  );
  refuse(
    "maxFiles",
    maxFiles,
    maxFiles !== undefined && !(Number.isInteger(maxFiles) && maxFiles > 0),
    "a whole number from 1",
  );
  refuse("compress", compress, compress !== undefined && typeof compress !== "boolean", "true or false");
  return {
    ...(size !== undefined && { size }),
    ...(interval !== undefined && { interval }),
    ...(maxFiles !== undefined && { maxFiles }),
    ...(maxSize !== undefined && { maxSize }),
    ...(compress !== undefined && { compress }),
  };
}

/** Bytes of a size such as `"10M"`; endless when there is none. */
export function sizeBytes(size: string | undefined): number {
  if (size === undefined) return Number.POSITIVE_INFINITY;
  return Number(size.slice(0, -1)) * (UNIT_BYTES[size.slice(-1)] as number);
}

function isInterval(interval: string): boolean {
  if (!INTERVAL.test(interval)) return false;
  const amount = Number(interval.slice(0, -1));
  const unit = interval.slice(-1);
  if (unit === "s" || unit === "m") return 60 % amount === 0;
  return unit !== "h" || 24 % amount === 0;
}

function refuse(option: string, given: unknown, isWrong: boolean, allowed: string): void {
  if (isWrong) throw new TypeError(`FileHandler: ${option} is ${JSON.stringify(given)}; use ${allowed}`);
}
