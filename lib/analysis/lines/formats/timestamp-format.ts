/** Reads the time of a log line. */
export interface TimestampFormat {
  /** Such as `"apache"` or `"iso"`, or the pattern it was made of. */
  readonly name: string;
  /** Milliseconds since the epoch, or undefined when the line has no such time. Times without a zone are UTC. */
  read(line: string): number | undefined;
}

/** A timestamp format that nobody knows. The message lists those that there are. */
export class UnknownTimestampFormatError extends Error {
  override readonly name = "UnknownTimestampFormatError";
}
