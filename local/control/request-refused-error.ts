/** A request that the page's API does not answer. */
export class RequestRefusedError extends Error {
  override readonly name = "RequestRefusedError";
  readonly statusCode: number;

  constructor(statusCode: number, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}
