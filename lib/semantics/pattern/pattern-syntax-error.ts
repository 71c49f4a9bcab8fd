/** A filter pattern that CloudWatch Logs would refuse (InvalidParameterException). */
export class PatternSyntaxError extends Error {
  override readonly name = "PatternSyntaxError";
  /** The pattern as it was given. */
  readonly pattern: string;
  /** Where in {@link pattern} the mistake is: an index in UTF-16 code units, at most the pattern's length. */
  readonly offset: number;

  constructor(message: string, pattern: string, offset: number, options?: ErrorOptions) {
    super(`${message} (at character ${offset + 1} of the filter pattern)`, options);
    this.pattern = pattern;
    this.offset = offset;
  }
}
