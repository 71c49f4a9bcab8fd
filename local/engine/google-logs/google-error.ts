/** Codes of Google's APIs with their HTTP status. @see https://cloud.google.com/apis/design/errors */
export const GOOGLE_CODES = {
  INVALID_ARGUMENT: { number: 3, http: 400 },
  NOT_FOUND: { number: 5, http: 404 },
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

/** An error that Google's API answers with. */
export class GoogleError extends Error {
  override readonly name = "GoogleError";
  readonly code: GoogleCode;
  /** What became of single entries, by their index in the request, when others were written. */
  readonly entryErrors: Readonly<Record<number, EntryStatus>> | undefined;

  constructor(code: GoogleCode, message: string, entryErrors?: Readonly<Record<number, EntryStatus>>) {
    super(message);
    this.code = code;
    this.entryErrors = entryErrors;
  }
}
