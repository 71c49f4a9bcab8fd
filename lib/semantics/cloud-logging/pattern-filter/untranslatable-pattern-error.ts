/** Thrown for a filter pattern of CloudWatch Logs that no query of Cloud Logging can say; its message is the reason. */
export class UntranslatablePatternError extends Error {
  override readonly name = "UntranslatablePatternError";
}
