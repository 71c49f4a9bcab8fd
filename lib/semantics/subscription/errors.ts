/** The bytes are no subscription payload: neither gzip, zlib nor JSON, cut off, or JSON of another shape. */
export class MalformedSubscriptionError extends Error {
  override readonly name = "MalformedSubscriptionError";
}

/** The payload unpacks to more than the caller allows; nothing beyond the limit was unpacked. */
export class SubscriptionTooLargeError extends Error {
  override readonly name = "SubscriptionTooLargeError";
  /** The limit in bytes. */
  readonly maxBytes: number;

  constructor(maxBytes: number, options?: ErrorOptions) {
    super(
      `The subscription payload unpacks to more than ${maxBytes} bytes. Raise maxBytes if it is trusted.`,
      options,
    );
    this.maxBytes = maxBytes;
  }
}
