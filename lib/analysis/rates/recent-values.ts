/** The last values of a series, with sums over any stretch of them. */
export class RecentValues {
  readonly #values: Float64Array;
  #count = 0;

  constructor(capacity: number) {
    this.#values = new Float64Array(capacity);
  }

  get length(): number {
    return Math.min(this.#count, this.#values.length);
  }

  push(value: number): void {
    this.#values[this.#count++ % this.#values.length] = value;
  }

  /** The value `back` steps ago; 0 is the last one. */
  at(back: number): number {
    const size = this.#values.length;
    return this.#values[(((this.#count - 1 - back) % size) + size) % size]!;
  }

  /** The mean of `count` values, of which the last is `back` steps ago. */
  mean(back: number, count: number): number {
    let sum = 0;
    for (let index = 0; index < count; index++) sum += this.at(back + index);
    return sum / count;
  }

  deviation(back: number, count: number): number {
    const mean = this.mean(back, count);
    let sum = 0;
    for (let index = 0; index < count; index++) sum += (this.at(back + index) - mean) ** 2;
    return Math.sqrt(sum / count);
  }
}
