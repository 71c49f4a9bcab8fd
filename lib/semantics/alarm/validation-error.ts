/** What CloudWatch answers to an input that it does not take: `ValidationError`, status 400. */
export class ValidationError extends Error {
  override readonly name = "ValidationError";
  readonly httpStatus = 400;
}
