import { includesCode, type RepeatedClass } from "./syntax.ts";

/** The line separators that `.` leaves out; every other boundary of a class is below 256. */
const LINE_SEPARATOR = 0x2028;
const PARAGRAPH_SEPARATOR = 0x2029;

/** Numbers the characters that a regular expression cannot tell apart with the same letter. */
export class Alphabet {
  readonly size: number;
  /** Letters of the first 256 code points. */
  readonly low: Uint16Array = new Uint16Array(256);
  readonly #separator: number;
  readonly #high: number;

  constructor(items: readonly RepeatedClass[]) {
    const classes = [...new Set(items.map((item) => item.characters))];
    const letters = new Map<string, number>();
    const letterOf = (code: number): number => {
      const signature = classes.map((characters) => (includesCode(characters, code) ? "1" : "0")).join("");
      let letter = letters.get(signature);
      if (letter === undefined) {
        letter = letters.size;
        letters.set(signature, letter);
      }
      return letter;
    };
    for (let code = 0; code < 256; code++) this.low[code] = letterOf(code);
    this.#separator = letterOf(LINE_SEPARATOR);
    this.#high = letterOf(0x100);
    this.size = letters.size;
  }

  /** The letter of a code unit from 256 on; a surrogate pair is one letter, given for its first unit. */
  letterOfHigh(unit: number): number {
    return unit === LINE_SEPARATOR || unit === PARAGRAPH_SEPARATOR ? this.#separator : this.#high;
  }

  /** A code point that stands for each letter. */
  representatives(): readonly number[] {
    const codes: number[] = [];
    for (let code = 255; code >= 0; code--) codes[this.low[code] as number] = code;
    codes[this.#separator] ??= LINE_SEPARATOR;
    codes[this.#high] ??= 0x100;
    return codes;
  }
}
