/** A composite alarm's rule that CloudWatch would refuse (ValidationError). */
export class AlarmRuleSyntaxError extends Error {
  override readonly name = "AlarmRuleSyntaxError";
  /** The rule as it was given. */
  readonly rule: string;
  /** Where in {@link rule} the mistake is: an index in UTF-16 code units. */
  readonly offset: number;

  constructor(message: string, rule: string, offset: number) {
    super(`${message} (at character ${offset + 1} of the alarm rule)`);
    this.rule = rule;
    this.offset = offset;
  }
}
