/** Ids seen lately, bounded; the oldest make room. */
export class KnownIds {
  readonly #limit: number;
  #current = new Set<string>();
  #previous = new Set<string>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  has(id: string): boolean {
    return this.#current.has(id) || this.#previous.has(id);
  }

  add(id: string): void {
    if (this.#current.size * 2 >= this.#limit) {
      this.#previous = this.#current;
      this.#current = new Set();
    }
    this.#current.add(id);
  }
}
