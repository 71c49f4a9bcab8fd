import { type PositionSet, Positions } from "./positions.ts";
import type { Branch } from "./syntax.ts";

/** States kept; beyond them a message is walked position set by position set, slower and still in linear time. */
const MAX_STATES = 512;

const UNKNOWN = -1;
const UNCACHED = -2;

const OPEN = 0;
const MATCHED_AT_END = 1;
const MATCHED = 2;

/** Searches in time linear in the message: a deterministic automaton whose states are made when first met. */
export class Automaton {
  readonly #positions: Positions;
  readonly #letters: number;
  readonly #ids = new Map<string, number>();
  readonly #sets: PositionSet[] = [];
  readonly #outcomes: number[] = [];
  #transitions: Int32Array;

  constructor(branches: readonly Branch[]) {
    this.#positions = new Positions(branches);
    this.#letters = this.#positions.alphabet.size;
    this.#transitions = new Int32Array(16 * this.#letters).fill(UNKNOWN);
    // State 0 is the start of the message, the only state in which `^` holds.
    this.#sets.push(this.#positions.none());
    this.#outcomes.push(this.#outcomeOf(this.#sets[0] as PositionSet, true));
  }

  test(text: string): boolean {
    const { alphabet } = this.#positions;
    const low = alphabet.low;
    const letters = this.#letters;
    const outcomes = this.#outcomes;
    const lastLine = endOfLastLine(text);
    let state = 0;
    if (outcomes[0] === MATCHED) return true;
    for (let index = 0; index < text.length; index++) {
      if (index === lastLine && outcomes[state] === MATCHED_AT_END) return true;
      const unit = text.charCodeAt(index);
      let letter: number;
      if (unit < 256) letter = low[unit] as number;
      else if (isSecondOfPair(text, index, unit)) continue;
      else letter = alphabet.letterOfHigh(unit);
      let next = this.#transitions[state * letters + letter] as number;
      if (next === UNKNOWN) next = this.#transition(state, letter);
      if (next === UNCACHED)
        return this.#walk(text, index, this.#sets[state] as PositionSet, state === 0, lastLine);
      if (outcomes[next] === MATCHED) return true;
      state = next;
    }
    return outcomes[state] !== OPEN;
  }

  #transition(state: number, letter: number): number {
    const set = this.#positions.none();
    this.#positions.step(this.#sets[state] as PositionSet, state === 0, letter, set);
    const key = keyOf(set);
    let next = this.#ids.get(key);
    if (next === undefined) {
      if (this.#sets.length >= MAX_STATES) return UNCACHED;
      next = this.#sets.push(set) - 1;
      this.#ids.set(key, next);
      this.#outcomes.push(this.#outcomeOf(set, false));
      this.#growTo(next + 1);
    }
    this.#transitions[state * this.#letters + letter] = next;
    return next;
  }

  #growTo(states: number): void {
    if (states * this.#letters <= this.#transitions.length) return;
    const grown = new Int32Array(this.#transitions.length * 2).fill(UNKNOWN);
    grown.set(this.#transitions);
    this.#transitions = grown;
  }

  #walk(text: string, from: number, set: PositionSet, atStart: boolean, lastLine: number): boolean {
    const { alphabet } = this.#positions;
    let active = set.slice();
    let next = this.#positions.none();
    let first = atStart;
    for (let index = from; index < text.length; index++) {
      if (index === lastLine && this.#outcomeOf(active, first) === MATCHED_AT_END) return true;
      const unit = text.charCodeAt(index);
      if (unit >= 256 && isSecondOfPair(text, index, unit)) continue;
      const letter = unit < 256 ? (alphabet.low[unit] as number) : alphabet.letterOfHigh(unit);
      this.#positions.step(active, first, letter, next);
      first = false;
      [active, next] = [next, active];
      if (this.#outcomeOf(active, false) === MATCHED) return true;
    }
    return this.#outcomeOf(active, first) !== OPEN;
  }

  #outcomeOf(set: PositionSet, atStart: boolean): number {
    const outcome = this.#positions.outcome(set, atStart);
    return outcome === "matched" ? MATCHED : outcome === "matched-at-end" ? MATCHED_AT_END : OPEN;
  }
}

/** Where the line end stands that `$` may leave out at the end of a message, or -1. */
export function endOfLastLine(text: string): number {
  if (!text.endsWith("\n")) return -1;
  return text.endsWith("\r\n") ? text.length - 2 : text.length - 1;
}

function isSecondOfPair(text: string, index: number, unit: number): boolean {
  if (unit < 0xdc00 || unit > 0xdfff || index === 0) return false;
  const before = text.charCodeAt(index - 1);
  return before >= 0xd800 && before <= 0xdbff;
}

function keyOf(set: PositionSet): string {
  let key = "";
  for (let word = 0; word < set.length; word++) {
    const bits = set[word] as number;
    key += String.fromCharCode(bits & 0x7fff, bits >>> 15);
  }
  return key;
}
