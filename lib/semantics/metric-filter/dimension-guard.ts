import { METRIC_FILTER_DIMENSION_WINDOW_MS, METRIC_FILTER_MAX_DIMENSION_PAIRS } from "../limits.ts";

/**
 * Counts the different dimension name/value pairs of a filter within an hour. A filter that reaches a thousand is
 * disabled, so that a request id used as a dimension does not create a metric for each request.
 */
export class DimensionGuard {
  /** When each pair was last seen, the longest ago first. */
  readonly #lastSeen = new Map<string, number>();
  #tripped = false;

  get tripped(): boolean {
    return this.#tripped;
  }

  see(dimensions: Readonly<Record<string, string>>, timestamp: number): void {
    for (const [name, value] of Object.entries(dimensions)) {
      const pair = `${name}\u0000${value}`;
      this.#lastSeen.delete(pair);
      this.#lastSeen.set(pair, timestamp);
    }
    for (const [pair, seen] of this.#lastSeen) {
      if (timestamp - seen <= METRIC_FILTER_DIMENSION_WINDOW_MS) break;
      this.#lastSeen.delete(pair);
    }
    if (this.#lastSeen.size >= METRIC_FILTER_MAX_DIMENSION_PAIRS) this.#tripped = true;
  }
}
