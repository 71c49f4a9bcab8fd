/** A schedule expression that no service would take; the message names the expression and what was expected. */
export class ScheduleSyntaxError extends Error {
  override readonly name = "ScheduleSyntaxError";
}
