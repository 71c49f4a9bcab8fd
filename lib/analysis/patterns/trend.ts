/** Buckets a trend has at most; beyond, two become one. */
const MAX_BUCKETS = 128;
const FIRST_WIDTH = 60_000;

/** How events of several kinds are spread over a time that is not known before: buckets grow with it. */
export class Trends {
  readonly #counts = new Map<string, Map<number, number>>();
  #width = FIRST_WIDTH;
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;

  add(kind: string, time: number): void {
    if (time < this.#first || time > this.#last) this.#stretch(time);
    let buckets = this.#counts.get(kind);
    if (buckets === undefined) {
      buckets = new Map();
      this.#counts.set(kind, buckets);
    }
    const bucket = Math.floor(time / this.#width);
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1);
  }

  #stretch(time: number): void {
    this.#first = Math.min(this.#first, time);
    this.#last = Math.max(this.#last, time);
    while ((this.#last - this.#first) / this.#width > MAX_BUCKETS) {
      this.#width *= 2;
      for (const [kind, buckets] of this.#counts) {
        const halved = new Map<number, number>();
        for (const [bucket, count] of buckets)
          halved.set(Math.floor(bucket / 2), (halved.get(Math.floor(bucket / 2)) ?? 0) + count);
        this.#counts.set(kind, halved);
      }
    }
  }

  /** Counts of some kinds together, in equal parts of the whole time. */
  of(kinds: Iterable<string>, parts: number): number[] {
    const sums = new Array<number>(parts).fill(0);
    const from = Math.floor(this.#first / this.#width);
    const buckets = Math.floor(this.#last / this.#width) - from + 1;
    for (const kind of kinds)
      for (const [bucket, count] of this.#counts.get(kind) ?? [])
        sums[Math.min(parts - 1, Math.floor(((bucket - from) * parts) / buckets))]! += count;
    return sums;
  }
}
