import type { JsonReader } from "./json-selector.ts";
import { numberIn } from "./operand-parser.ts";
import { printSelector } from "./print.ts";
import { isWildcard } from "./selector-parser.ts";
import type { JsonComparison, JsonCondition, JsonSelector } from "./tree.ts";

/** Values of which a member must have one for a condition to hold. */
interface Demand {
  readonly selector: JsonSelector;
  readonly values: readonly (string | number)[];
}

interface Entry {
  readonly read: JsonReader;
  readonly byValue: Map<string | number, number[]>;
  hasNumbers: boolean;
}

/** Finds the conditions that a document's values leave open, without trying those that ask for another value. */
export class EqualityIndex {
  readonly #entries = new Map<string, Entry>();
  readonly #readerOf: (selector: JsonSelector) => JsonReader;

  constructor(readerOf: (selector: JsonSelector) => JsonReader) {
    this.#readerOf = readerOf;
  }

  /** Files `id` under what the condition demands; false when it demands no single value. */
  add(condition: JsonCondition, id: number): boolean {
    const demand = demandOf(condition);
    if (demand === undefined) return false;
    const key = printSelector(demand.selector);
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      entry = { read: this.#readerOf(demand.selector), byValue: new Map(), hasNumbers: false };
      this.#entries.set(key, entry);
    }
    for (const value of new Set(demand.values)) {
      entry.hasNumbers ||= typeof value === "number";
      const ids = entry.byValue.get(value);
      if (ids === undefined) entry.byValue.set(value, [id]);
      else ids.push(id);
    }
    return true;
  }

  /** Appends the ids whose demand the document meets; the rest of their conditions is still to be tested. */
  collect(document: object, ids: number[]): void {
    for (const { read, byValue, hasNumbers } of this.#entries.values()) {
      const value = read(document);
      if (typeof value !== "string" && typeof value !== "number") continue;
      const found = byValue.get(value);
      if (found !== undefined) for (const id of found) ids.push(id);
      const number = hasNumbers && typeof value === "string" ? numberIn(value) : undefined;
      const numeric = number === undefined ? undefined : byValue.get(number);
      if (numeric !== undefined) for (const id of numeric) ids.push(id);
    }
  }
}

function demandOf(condition: JsonCondition): Demand | undefined {
  if (condition.type === "comparison") return demandOfComparison(condition);
  if (condition.type === "and") {
    const demands = condition.operands.map(demandOf).filter((demand) => demand !== undefined);
    return demands.toSorted((left, right) => left.values.length - right.values.length)[0];
  }
  return condition.type === "or" ? demandOfAny(condition.operands.map(demandOf)) : undefined;
}

function demandOfComparison({ selector, operator, operand }: JsonComparison): Demand | undefined {
  if (operator !== "=" || selector.some(isWildcard)) return undefined;
  if (operand.type === "number") return { selector, values: [operand.value] };
  if (operand.type !== "glob" || operand.pieces.length > 1) return undefined;
  const text = operand.pieces[0] as string;
  // Text that reads as a number or boolean is compared with those too.
  if (numberIn(text) !== undefined || text === "true" || text === "false") return undefined;
  return { selector, values: [text] };
}

function demandOfAny(demands: readonly (Demand | undefined)[]): Demand | undefined {
  const [first] = demands;
  if (first === undefined) return undefined;
  const key = printSelector(first.selector);
  const values: (string | number)[] = [];
  for (const demand of demands) {
    if (demand === undefined || printSelector(demand.selector) !== key) return undefined;
    values.push(...demand.values);
  }
  return { selector: first.selector, values };
}
