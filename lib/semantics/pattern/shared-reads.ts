import { compileReader, type JsonReader } from "./json-selector.ts";
import { printSelector } from "./print.ts";
import type { JsonSelector } from "./tree.ts";

/** Reads each distinct selector at most once a document, however many conditions ask for it. */
export class SharedReads {
  readonly #readers = new Map<string, JsonReader>();
  #document: object | undefined;
  #generation = 0;

  readonly readerOf = (selector: JsonSelector): JsonReader => {
    const key = printSelector(selector);
    let reader = this.#readers.get(key);
    if (reader === undefined) {
      reader = this.#remembering(compileReader(selector));
      this.#readers.set(key, reader);
    }
    return reader;
  };

  /** Forgets what was read from the document before. */
  begin(document: object): void {
    this.#document = document;
    this.#generation++;
  }

  /** Lets the document be collected. */
  end(): void {
    this.#document = undefined;
  }

  #remembering(read: JsonReader): JsonReader {
    let generation = 0;
    let value: unknown;
    return () => {
      if (generation !== this.#generation) {
        generation = this.#generation;
        value = read(this.#document as object);
      }
      return value;
    };
  }
}
