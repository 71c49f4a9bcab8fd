/** What Cloud Logging and Cloud Monitoring answer to a request that they do not take: `INVALID_ARGUMENT`. */
export class InvalidArgumentError extends Error {
  override readonly name = "InvalidArgumentError";
  readonly code = "INVALID_ARGUMENT";
  /** The member at fault, as a path in the API's JSON form. */
  readonly field: string;

  constructor(message: string, field: string, options?: ErrorOptions) {
    super(message, options);
    this.field = field;
  }
}
