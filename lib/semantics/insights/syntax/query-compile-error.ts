/** Where something stands in a query: the offsets of its first character and of the one after its last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A query that cannot be run, with the place in it that is to blame: what StartQuery calls MalformedQueryException. */
export class QueryCompileError extends Error {
  override readonly name = "QueryCompileError";
  readonly span: Span;

  constructor(message: string, { start, end }: Span) {
    super(message);
    this.span = { start, end };
  }
}
