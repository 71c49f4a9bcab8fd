import type { Collection } from "./storage.ts";

/** A map that writes through to the storage. */
export class StoredMap<Value> {
  readonly #values: Map<string, Value>;
  readonly #collection: Collection<Value>;

  constructor(collection: Collection<Value>) {
    this.#collection = collection;
    this.#values = new Map(collection.entries());
  }

  get size(): number {
    return this.#values.size;
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  get(key: string): Value | undefined {
    return this.#values.get(key);
  }

  keys(): IterableIterator<string> {
    return this.#values.keys();
  }

  values(): IterableIterator<Value> {
    return this.#values.values();
  }

  set(key: string, value: Value): void {
    this.#values.set(key, value);
    this.#collection.set(key, value);
  }

  delete(key: string): boolean {
    this.#collection.delete(key);
    return this.#values.delete(key);
  }
}
