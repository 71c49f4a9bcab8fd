/** Thrown when the description of a signal cannot be used; names the member and what was expected. */
export class SignalError extends Error {
  override readonly name = "SignalError";
  /** The member of the description that is wrong; empty when it is the description as a whole. */
  readonly path: readonly string[];

  constructor(path: readonly string[], message: string, options?: ErrorOptions) {
    super(message, options);
    this.path = path;
  }
}
