import { flag, type Members, text, whole } from "../options/shape.ts";

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

/** The options of rotation, as they are checked and documented. */
export const ROTATION_OPTIONS = {
  size: text({
    pattern: SIZE,
    allowed: 'a number with B, K, M or G, such as "10M"',
    description: 'Size at which the file is rotated, such as "10M".',
    default: "no limit",
  }),
  interval: text({
    test: isInterval,
    allowed: 'such as "30s", "5m", "1h", "1d" or "1M"; seconds and minutes must divide 60, hours 24',
    description: 'Time after which it is rotated: a number with s, m, h, d or M (months), such as "1d".',
    default: "never",
  }),
  maxFiles: whole(1, { description: "Rotated files that are kept; the oldest are deleted.", default: "all" }),
  maxSize: text({
    pattern: SIZE,
    allowed: 'a number with B, K, M or G, such as "1G"',
    description: 'Size of all rotated files together that is kept, such as "1G".',
    default: "no limit",
  }),
  compress: flag({ description: "Compresses rotated files with gzip.", default: "false" }),
} as const satisfies Record<keyof FileRotation, Members[string]>;

/** The options of rotation among others. */
export function rotationOf({ size, interval, maxFiles, maxSize, compress }: FileRotation): FileRotation {
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
