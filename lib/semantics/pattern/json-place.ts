import { compileReader, type JsonReader } from "./json-selector.ts";
import { printSelector } from "./print.ts";
import type { JsonSelector } from "./tree.ts";

/** Counts the documents, so that what was read from one is not taken for another's. */
export interface Reading {
  generation: number;
}

/**
 * The node that a selector without wildcards lands on, read at most once a document. One class for all selectors, rather than a
 * function made for each, keeps the calls of a large set predictable.
 */
export class JsonPlace {
  readonly key: string;
  readonly steps: readonly (string | number)[];
  /** Reads what plain member access would get wrong: names that every object inherits. */
  readonly #reader: JsonReader | undefined;
  readonly #reading: Readonly<Reading>;
  #generation = 0;
  #node: unknown;

  constructor(selector: JsonSelector, reading: Readonly<Reading>) {
    this.key = printSelector(selector);
    this.#reading = reading;
    const isInherited = selector.some((step) => step.type === "name" && step.name in Object.prototype);
    this.#reader = isInherited ? compileReader(selector) : undefined;
    this.steps = selector.map((step) => {
      if (step.type === "name") return step.name;
      if (step.type === "index") return step.index;
      throw new TypeError("A wildcard step has no single value");
    });
  }

  read(document: object): unknown {
    const { generation } = this.#reading;
    if (this.#generation !== generation) {
      this.#generation = generation;
      this.#node = this.#reader === undefined ? this.#find(document) : this.#reader(document);
    }
    return this.#node;
  }

  /** What was read or given last. */
  get value(): unknown {
    return this.#node;
  }

  /** Gives the value for the document at hand, which is then not looked at. */
  set(node: unknown): void {
    this.#generation = this.#reading.generation;
    this.#node = node;
  }

  #find(document: object): unknown {
    const { steps } = this;
    let node: unknown = document;
    for (let at = 0; at < steps.length; at++) {
      if (typeof node !== "object" || node === null) return undefined;
      const step = steps[at] as string | number;
      if (Array.isArray(node) !== (typeof step === "number")) return undefined;
      node = (node as Record<string | number, unknown>)[step];
    }
    return node;
  }
}
