import { InvalidArgumentError } from "cumulog/semantics";

/** Codes of Google's APIs with their HTTP status. @see https://cloud.google.com/apis/design/errors */
export const GOOGLE_CODES = {
  INVALID_ARGUMENT: { number: 3, http: 400 },
  NOT_FOUND: { number: 5, http: 404 },
  ALREADY_EXISTS: { number: 6, http: 409 },
  PERMISSION_DENIED: { number: 7, http: 403 },
  RESOURCE_EXHAUSTED: { number: 8, http: 429 },
  UNIMPLEMENTED: { number: 12, http: 501 },
  INTERNAL: { number: 13, http: 500 },
  UNAVAILABLE: { number: 14, http: 503 },
} as const;

export type GoogleCode = keyof typeof GOOGLE_CODES;

/** A `google.rpc.Status` of one entry. */
export interface EntryStatus {
  readonly code: number;
  readonly message: string;
}

export interface GoogleErrorDetails {
  /** What became of single entries, by their index in the request, when others were written. */
  readonly entryErrors?: Readonly<Record<number, EntryStatus>>;
  /** The member of the request that is at fault, as a path; empty for the request itself. */
  readonly field?: string;
}

/** An error that Google's API answers with. */
export class GoogleError extends Error {
  override readonly name = "GoogleError";
  readonly code: GoogleCode;
  readonly details: GoogleErrorDetails;

  constructor(code: GoogleCode, message: string, details: GoogleErrorDetails = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/**
 * Lets a check of the semantics answer as Google's API does.
 *
 * @param resource the request's member that is checked
 * @throws GoogleError INVALID_ARGUMENT
 */
export function invalidArguments(resource: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new GoogleError("INVALID_ARGUMENT", error.message, { field: `${resource}.${error.field}` });
  }
}
