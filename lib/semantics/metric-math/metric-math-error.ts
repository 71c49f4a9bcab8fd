/** A metric math expression that CloudWatch would refuse (ValidationError). */
export class MetricMathError extends Error {
  override readonly name = "MetricMathError";
  /** The expression as it was given. */
  readonly expression: string;
  /** Where in {@link expression} the mistake is: an index in UTF-16 code units. */
  readonly offset: number;

  constructor(message: string, expression: string, offset: number) {
    super(`${message} (at character ${offset + 1} of the metric math expression)`);
    this.expression = expression;
    this.offset = offset;
  }
}
