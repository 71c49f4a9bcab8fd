/** The small grammar of `%…%`: branches of repeated single-character classes, no groups. */
export interface RegexSyntax {
  readonly branches: readonly Branch[];
}

/** One side of `|`. A branch that can never match (`a^b`) is left out of {@link RegexSyntax}. */
export interface Branch {
  readonly anchoredAtStart: boolean;
  readonly anchoredAtEnd: boolean;
  readonly items: readonly RepeatedClass[];
}

export interface RepeatedClass {
  readonly characters: CharacterClass;
  readonly min: number;
  /** `Infinity` for `*`, `+` and `{n,}`. */
  readonly max: number;
}

/** Sorted, disjoint ranges of code points, both ends inclusive. */
export type CharacterClass = readonly (readonly [number, number])[];

export const LAST_CODE_POINT = 0x10ffff;

export function unionOf(ranges: readonly (readonly [number, number])[]): CharacterClass {
  const sorted = [...ranges].sort((left, right) => left[0] - right[0]);
  const union: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = union.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else union.push([from, to]);
  }
  return union;
}

export function complementOf(characters: CharacterClass): CharacterClass {
  const complement: [number, number][] = [];
  let next = 0;
  for (const [from, to] of characters) {
    if (from > next) complement.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= LAST_CODE_POINT) complement.push([next, LAST_CODE_POINT]);
  return complement;
}

export function includesCode(characters: CharacterClass, code: number): boolean {
  for (const [from, to] of characters) {
    if (code < from) return false;
    if (code <= to) return true;
  }
  return false;
}

/** The character of a class that has only one, else `undefined`. */
export function onlyCharacterOf(characters: CharacterClass): string | undefined {
  const range = characters[0];
  if (characters.length !== 1 || range === undefined || range[0] !== range[1]) return undefined;
  return String.fromCodePoint(range[0]);
}

const code = (character: string): number => character.charCodeAt(0);

const DIGIT: CharacterClass = [[code("0"), code("9")]];
const SPACE: CharacterClass = [
  [0x09, 0x0d],
  [0x20, 0x20],
];
const WORD: CharacterClass = [
  [code("0"), code("9")],
  [code("A"), code("Z")],
  [code("_"), code("_")],
  [code("a"), code("z")],
];

/** The classes written with a letter after a backslash. */
export const CLASS_ESCAPES: ReadonlyMap<string, CharacterClass> = new Map([
  ["d", DIGIT],
  ["D", complementOf(DIGIT)],
  ["s", SPACE],
  ["S", complementOf(SPACE)],
  ["w", WORD],
  ["W", complementOf(WORD)],
]);

/** `.`: everything but line ends. */
export const ANY_CHARACTER: CharacterClass = complementOf([
  [0x0a, 0x0a],
  [0x0d, 0x0d],
  [0x2028, 0x2029],
]);
