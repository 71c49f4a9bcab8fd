/** Codes of Google's APIs with their HTTP status. @see https://cloud.google.com/apis/design/errors */
export const GOOGLE_CODES = {
  INVALID_ARGUMENT: { number: 3, http: 400 },
  NOT_FOUND: { number: 5, http: 404 },
  ALREADY_EXISTS: { number: 6, http: 409 },
  PERMISSION_DENIED: { number: 7, http: 403 },
  RESOURCE_EXHAUSTED: { number: 8, http: 429 },
  FAILED_PRECONDITION: { number: 9, http: 400 },
  UNIMPLEMENTED: { number: 12, http: 501 },
  INTERNAL: { number: 13, http: 500 },
  UNAVAILABLE: { number: 14, http: 503 },
} as const;

export type GoogleCode = keyof typeof GOOGLE_CODES;

export interface GoogleErrorOptions {
  /** The member of the request that is at fault, as a path; empty for the request itself. */
  readonly field?: string;
  /** What the status says besides: messages in JSON, each with its `@type`. @default none */
  readonly details?: readonly { readonly "@type": string; readonly [member: string]: unknown }[];
}

/** An error that one of Google's APIs answers with. */
export class GoogleError extends Error {
  override readonly name = "GoogleError";
  readonly code: GoogleCode;
  readonly field: string | undefined;
  readonly details: NonNullable<GoogleErrorOptions["details"]>;

  constructor(code: GoogleCode, message: string, { field, details = [] }: GoogleErrorOptions = {}) {
    super(message);
    this.code = code;
    this.field = field;
    this.details = details;
  }
}
