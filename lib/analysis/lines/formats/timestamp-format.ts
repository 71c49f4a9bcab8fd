import type { Left } from "../dates/cycle.ts";
import type { Zone } from "../dates/zone.ts";

/** Reads the time of a log line. It keeps what it saw of the lines before, so each file has its own. */
export interface TimestampFormat {
  /** Such as `"apache"` or `"iso"`, or the pattern it was made of. */
  readonly name: string;
  /** What the format leaves out of a date; the times that it reads are then to be completed by the file. @default nothing */
  readonly leaves?: Left | undefined;
  /** Where in its line the time began that was read last. */
  readonly position: number;
  /** The zone that stood beside the time that was read last, when it stood there. */
  readonly zone?: Zone | undefined;
  /**
   * Milliseconds since the epoch; undefined when the line has no such time. When the format {@link leaves} something out, what
   * the clock showed, as if it were UTC, in a year that stands for any.
   */
  read(line: string): number | undefined;
  /** Forgets the lines that it was tried on: the next one is the first of its file. */
  restart?(): void;
}

/** What the reading of times depends on besides the line. */
export interface ReadingContext {
  /** The zone of times that do not say theirs. */
  readonly zone: Zone;
  /** Numbers are no times when they are later than this, milliseconds since the epoch. */
  readonly latest: number;
}

/** A timestamp format that nobody knows. The message lists those that there are. */
export class UnknownTimestampFormatError extends Error {
  override readonly name = "UnknownTimestampFormatError";
}
