/** Ids seen lately, bounded; the oldest make room. */
export class KnownIds {
  readonly #limit: number;
  #current = new Set<string>();
  #previous = new Set<string>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get isEmpty(): boolean {
    return this.#current.size === 0 && this.#previous.size === 0;
  }

  has(id: string): boolean {
    return this.#current.has(id) || (this.#previous.size > 0 && this.#previous.has(id));
  }

  /** Remembers an id; returns whether it is new. */
  add(id: string): boolean {
    const before = this.#current.size;
    // Cut from the text of a payload, an id would keep all of it in memory.
    this.#current.add(` ${id}`.slice(1));
    if (this.#current.size === before) return false;
    const isNew = this.#previous.size === 0 || !this.#previous.has(id);
    if (this.#current.size * 2 >= this.#limit) {
      this.#previous = this.#current;
      this.#current = new Set();
    }
    return isNew;
  }
}
