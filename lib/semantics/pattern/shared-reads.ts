import type { DocumentTest, Sharing } from "./json-condition.ts";
import { JsonPlace, type Reading } from "./json-place.ts";
import type { JsonReader } from "./json-selector.ts";
import { printPattern, printSelector } from "./print.ts";
import type { JsonCondition, JsonSelector } from "./tree.ts";

/** Reads each distinct selector, and searches for each distinct text, at most once a document. */
export class SharedReads implements Sharing {
  readonly #tests = new Map<string, DocumentTest>();
  readonly #places = new Map<string, JsonPlace>();
  /** Places by selectors that were asked for; those of a set of patterns are always the same few. */
  readonly #known = new WeakMap<JsonSelector, JsonPlace | undefined>();
  readonly #current: Reading = { generation: 0 };

  /** The place of a selector without wildcards. */
  placeOf(selector: JsonSelector): JsonPlace {
    const key = printSelector(selector);
    let place = this.#places.get(key);
    if (place === undefined) {
      place = new JsonPlace(selector, this.#current);
      this.#places.set(key, place);
    }
    return place;
  }

  readonly readerOf = (selector: JsonSelector): JsonReader => {
    const place = this.placeOf(selector);
    return (document) => place.read(document);
  };

  readonly testOf = (condition: JsonCondition, test: DocumentTest): DocumentTest => {
    // Other tests cost less than remembering their answers.
    const isSearch = condition.type === "comparison" && condition.operand.type !== "number";
    if (!isSearch) return test;
    const key = printPattern({ kind: "json", condition });
    let shared = this.#tests.get(key);
    if (shared === undefined) {
      shared = this.#remembering(test);
      this.#tests.set(key, shared);
    }
    return shared;
  };

  /** Forgets what was read from the document before. */
  begin(): void {
    this.#current.generation++;
  }

  /** Lets go of what was read from the last document. */
  forget(): void {
    this.begin();
    for (const place of this.#places.values()) place.set(undefined);
  }

  /** Counts the documents. */
  get generation(): number {
    return this.#current.generation;
  }

  /** The places of all selectors so far. */
  get places(): Iterable<JsonPlace> {
    return this.#places.values();
  }

  /** The place of a selector, if a condition asked for it. */
  knownPlaceOf(selector: JsonSelector): JsonPlace | undefined {
    let place = this.#known.get(selector);
    if (place === undefined && !this.#known.has(selector)) {
      place = this.#places.get(printSelector(selector));
      this.#known.set(selector, place);
    }
    return place;
  }

  #remembering(test: DocumentTest): DocumentTest {
    const current = this.#current;
    let generation = 0;
    let holds = false;
    return (document) => {
      if (generation !== current.generation) {
        generation = current.generation;
        holds = test(document);
      }
      return holds;
    };
  }
}
