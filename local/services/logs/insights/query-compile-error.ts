import { ServiceError } from "../../../kernel/service-error.ts";

/** Where something stands in a query: the offsets of its first character and of the one after its last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A query that cannot be run, with the place in it that is to blame. */
export class QueryCompileError extends Error {
  override readonly name = "QueryCompileError";
  readonly span: Span;

  constructor(message: string, span: Span) {
    super(message);
    this.span = span;
  }

  /** As StartQuery answers it. */
  toServiceError(): ServiceError {
    const location = { startCharOffset: this.span.start, endCharOffset: this.span.end };
    return new ServiceError("MalformedQueryException", this.message, {
      details: { queryCompileError: { location, message: this.message } },
    });
  }
}
