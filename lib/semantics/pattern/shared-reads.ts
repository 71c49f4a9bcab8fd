import type { DocumentTest, Sharing } from "./json-condition.ts";
import { compileReader, type JsonReader } from "./json-selector.ts";
import { printPattern, printSelector } from "./print.ts";
import type { JsonCondition, JsonSelector } from "./tree.ts";

/** Reads each distinct selector, and searches for each distinct text, at most once a document. */
export class SharedReads implements Sharing {
  readonly #tests = new Map<string, DocumentTest>();
  readonly #readers = new Map<string, JsonReader>();
  readonly #current = { generation: 0 };

  readonly readerOf = (selector: JsonSelector): JsonReader => {
    const key = printSelector(selector);
    let reader = this.#readers.get(key);
    if (reader === undefined) {
      reader = this.#remembering(compileReader(selector));
      this.#readers.set(key, reader);
    }
    return reader;
  };

  readonly testOf = (condition: JsonCondition, test: DocumentTest): DocumentTest => {
    // Other tests cost less than remembering their answers.
    const isSearch = condition.type === "comparison" && condition.operand.type !== "number";
    if (!isSearch) return test;
    const key = printPattern({ kind: "json", condition });
    let shared = this.#tests.get(key);
    if (shared === undefined) {
      shared = this.#remembering(test) as DocumentTest;
      this.#tests.set(key, shared);
    }
    return shared;
  };

  /** Forgets what was read from the document before. */
  begin(): void {
    this.#current.generation++;
  }

  #remembering(read: JsonReader): JsonReader {
    const current = this.#current;
    let generation = 0;
    let value: unknown;
    return (document) => {
      if (generation !== current.generation) {
        generation = current.generation;
        value = read(document);
      }
      return value;
    };
  }
}
