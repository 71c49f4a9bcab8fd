/** A query of Cloud Logging that cannot be understood. */
export class LoggingFilterSyntaxError extends Error {
  override readonly name = "LoggingFilterSyntaxError";
  /** Where in the query, counted in UTF-16 units from 0. */
  readonly position: number;

  /**
   * @param problem what is wrong and what would be right
   * @param position where in the query
   */
  constructor(problem: string, position: number, options?: ErrorOptions) {
    super(`${problem} (at character ${position + 1} of the query)`, options);
    this.position = position;
  }
}
