import type { ReadingContext, TimestampFormat } from "./timestamp-format.ts";

/** Before it a number of ten digits is no time: 9 September 2001. */
const EARLIEST = 1e12;

/**
 * Milliseconds since the epoch of a number of seconds, milliseconds, microseconds or nanoseconds; undefined when it is none, or
 * later than `latest`: identifiers have ten digits too.
 */
export function fromEpoch(value: number, latest = Number.POSITIVE_INFINITY): number | undefined {
  if (!(value >= 1e9 && value < 1e19)) return undefined;
  const unit = value < 1e10 ? 1e3 : value >= 1e18 ? 1e-6 : value >= 1e15 && value < 1e16 ? 1e-3 : 1;
  // Multiplied, 1767225600.123 would be a little less than its milliseconds.
  const time = unit === 1e3 ? Math.floor(Number((value * unit).toFixed(3))) : Math.floor(value * unit);
  return time >= EARLIEST && time < 1e13 && time <= latest ? time : undefined;
}

const NUMBER = String.raw`(\d{10,19}(?:\.\d+)?)(?![\w.])`;

/** Numbers since the epoch, by where they stand in a line. */
const PLACES = {
  /** `1767323045.678 TCP_MISS/200` (Squid), `[1767323045] text`, `#1767323045` (a shell's history), `- 1117838570 2005.06.03` (Blue Gene) */
  epoch: String.raw`^(?:- )?[\s[(<"'#]{0,2}${NUMBER}`,
  /** `ts=1767225600.123 level=error` */
  logfmt: String.raw`(?:^|[\s{,;|])["']?@?(?:ts|t|time|timestamp|epoch|date|datetime|event_?time|unix(?:_?time)?)["']?[=:]\s?["']?${NUMBER}`,
  /** `[0] app: [[1767225600.123456789, {}], {"log"=>"ERROR"}]` */
  fluentbit: String.raw`^\[\d+\] [^:]*: \[{1,2}${NUMBER}, `,
  /** `type=SYSCALL msg=audit(1767225600.123:456): …` */
  audit: String.raw`\baudit\((\d{10}\.\d{3}):`,
  /** `2 123456789010 eni-0a1b 192.0.2.1 192.0.2.2 20641 22 6 20 4249 1767225600 1767225660 REJECT OK` (VPC flow logs) */
  flow: String.raw`\beni-[0-9a-f]+ (?:\S+ ){2,12}?(\d{10}) \d{10} (?:ACCEPT|REJECT|-) `,
} as const;

export type EpochFormatName = keyof typeof PLACES;
export const epochFormatNames = Object.keys(PLACES) as EpochFormatName[];

/** A number since the epoch at a certain place of a line. */
export function epochFormat(name: EpochFormatName, { latest }: ReadingContext): TimestampFormat {
  const place = new RegExp(PLACES[name]);
  const format = {
    name,
    position: 0,
    read(line: string): number | undefined {
      const match = place.exec(line);
      if (match === null) return undefined;
      format.position = match.index;
      return timeOfDigits(match[1]!, latest);
    },
  };
  return format;
}

/** Of digits as they are written: a number of Javascript holds only sixteen of them. */
export function timeOfDigits(text: string, latest?: number): number | undefined {
  const [, digits = "", fraction = ""] = /^(\d+)(?:\.(\d+))?$/.exec(text.trim()) ?? [];
  if (digits.length === 10) return fromEpoch(Number(digits + fraction.slice(0, 3).padEnd(3, "0")), latest);
  if (digits.length === 16 || digits.length === 19) return fromEpoch(Number(digits.slice(0, 13)), latest);
  return digits.length === 13 ? fromEpoch(Number(digits), latest) : undefined;
}

const TAI_EPOCH = 2n ** 62n;
/** As tai64nlocal has it: the ten seconds of 1970. https://cr.yp.to/daemontools/tai64n.html */
const TAI_AHEAD = 10n;

/** `@4000000069574bd015f5e100 text`, as multilog and daemontools write. */
export function taiFormat({ latest }: ReadingContext): TimestampFormat {
  return {
    name: "tai64n",
    position: 0,
    read(line) {
      const [, seconds, nanoseconds] = /^@([0-9a-f]{16})([0-9a-f]{8})(?![0-9a-f])/.exec(line) ?? [];
      if (seconds === undefined) return undefined;
      const whole = Number(BigInt(`0x${seconds}`) - TAI_EPOCH - TAI_AHEAD);
      return fromEpoch(whole * 1_000 + Math.floor(Number.parseInt(nanoseconds!, 16) / 1e6), latest);
    },
  };
}
