import type { Path } from "../syntax/tree.ts";
import type { Value } from "../values.ts";

/** One row of a query: an event with its fields, or a group of aggregates. */
export interface Row {
  get(name: string): Value;
  set(name: string, value: Value): void;
  /** The names that it has a value under, those of the service (`@message` and so on) aside. */
  names(): Iterable<string>;
  /** What a path leads to in the event's JSON document: objects and arrays, which are no fields themselves, too. */
  document(path: Path): unknown;
  /** Where the event is kept, for GetLogRecord; a row of aggregates has none. */
  readonly pointer: string | undefined;
}

/** A row of named values: aggregates, patterns, a line of a table. */
export class TableRow implements Row {
  readonly pointer = undefined;
  readonly #values: Map<string, Value>;

  constructor(values: Map<string, Value>) {
    this.#values = values;
  }

  get(name: string): Value {
    return this.#values.get(name);
  }

  set(name: string, value: Value): void {
    this.#values.set(name, value);
  }

  names(): Iterable<string> {
    return this.#values.keys();
  }

  document(): undefined {
    return undefined;
  }
}

/** One of several rows that come from the same one: what it sets is its own. */
export class VariantRow implements Row {
  readonly #base: Row;
  readonly #own = new Map<string, Value>();

  constructor(base: Row) {
    this.#base = base;
  }

  get(name: string): Value {
    if (this.#own.size === 0) return this.#base.get(name);
    if (this.#own.has(name)) return this.#own.get(name);
    // A field of the value that took the place of the row's own: `items.0` of expanded `items`.
    for (let dot = name.lastIndexOf("."); dot > 0; dot = name.lastIndexOf(".", dot - 1))
      if (this.#own.has(name.slice(0, dot))) return undefined;
    return this.#base.get(name);
  }

  set(name: string, value: Value): void {
    this.#own.set(name, value);
  }

  names(): Iterable<string> {
    return new Set([...this.#base.names(), ...this.#own.keys()]);
  }

  document(path: Path): unknown {
    return this.#own.has(String(path[0])) ? undefined : this.#base.document(path);
  }

  get pointer(): string | undefined {
    return this.#base.pointer;
  }
}

/** Two rows that `join` brought together, each under its alias; the left one without it as well. */
export class JoinedRow implements Row {
  readonly #own = new Map<string, Value>();
  readonly #sides: readonly (readonly [prefix: string, row: Row | undefined])[];
  readonly #left: Row;

  constructor(
    left: readonly [alias: string, row: Row],
    right: readonly [alias: string, row: Row | undefined],
  ) {
    this.#left = left[1];
    this.#sides = [left, right].map(([alias, row]) => [`${alias}.`, row] as const);
  }

  get(name: string): Value {
    if (this.#own.has(name)) return this.#own.get(name);
    for (const [prefix, row] of this.#sides)
      if (name.startsWith(prefix)) return row?.get(name.slice(prefix.length));
    return this.#left.get(name);
  }

  set(name: string, value: Value): void {
    this.#own.set(name, value);
  }

  *names(): Iterable<string> {
    for (const [prefix, row] of this.#sides) for (const name of row?.names() ?? []) yield prefix + name;
    yield* this.#own.keys();
  }

  document(path: Path): unknown {
    for (const [prefix, row] of this.#sides)
      if (`${String(path[0])}.` === prefix) return row?.document(path.slice(1));
    return this.#left.document(path);
  }

  get pointer(): string | undefined {
    return this.#left.pointer;
  }
}
