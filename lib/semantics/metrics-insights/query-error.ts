/** A query that Metrics Insights would refuse. */
export class MetricsInsightsQueryError extends Error {
  override readonly name = "MetricsInsightsQueryError";
  /** Where in the query the mistake is: an index in UTF-16 code units. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(`${message} (at character ${offset + 1} of the Metrics Insights query)`);
    this.offset = offset;
  }
}
