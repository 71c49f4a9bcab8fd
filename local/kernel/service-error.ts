/** An error that a service answers with: its code is the SDK's exception name. */
export class ServiceError extends Error {
  override readonly name = "ServiceError";
  /** For example `"ResourceNotFoundException"`. */
  readonly code: string;
  readonly statusCode: number;
  /** Further members of the error's body, for example `expectedSequenceToken`. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    message: string,
    { statusCode = 400, details = {} }: { statusCode?: number; details?: Record<string, unknown> } = {},
  ) {
    super(message);
    this.code = code;
    this.statusCode = statusCode;
    this.details = details;
  }
}
