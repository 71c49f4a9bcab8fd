import { TokenKind } from "./line-tokens.ts";
import { isVariable, OPEN, type Template } from "./template.ts";
import { distinctNeeded } from "./words.ts";

/** Places at which two templates may differ and still be looked at together. */
const MAX_DIFFERENCES = 3;
/** How many more different words are needed when one, two or three places vary at once. */
const FACTOR = [1, 1, 1.5, 2] as const;

/** The part of a template that decides what it covers. */
export type TemplateShape = Pick<Template, "tokens" | "kinds" | "hashes">;

const isSame = (one: TemplateShape, other: TemplateShape, place: number): boolean =>
  one.kinds[place] === other.kinds[place] &&
  one.hashes[place] === other.hashes[place] &&
  one.tokens[place] === other.tokens[place];

/** Whether every line of `narrow` is one of `wide`. */
export function covers(wide: TemplateShape, narrow: TemplateShape): boolean {
  const { length } = wide.kinds;
  if (length !== narrow.kinds.length) return false;
  for (let place = 0; place < length; place++)
    if (wide.kinds[place] !== OPEN && !isSame(wide, narrow, place)) return false;
  return true;
}

/** The places at which two templates of one signature differ; undefined when they have too little in common. */
function differences(one: TemplateShape, other: TemplateShape): number[] | undefined {
  const { length } = one.kinds;
  if (length !== other.kinds.length) return undefined;
  let differing = 0;
  let words = 0;
  for (let place = 0; place < length; place++) {
    if (!differs(one, other, place)) {
      if (one.kinds[place] === TokenKind.word) words++;
    } else if (one.kinds[place] === TokenKind.separator || ++differing > MAX_DIFFERENCES) return undefined;
  }
  if (differing === 0 || words < differing) return undefined;
  return Array.from(one.kinds.keys()).filter((place) => differs(one, other, place));
}

const differs = (one: TemplateShape, other: TemplateShape, place: number): boolean =>
  one.kinds[place] !== OPEN && other.kinds[place] !== OPEN && !isSame(one, other, place);

function wordBefore(template: Template, place: number): string | undefined {
  return place > 0 && template.kinds[place - 1] === TokenKind.word ? template.tokens[place - 1] : undefined;
}

/** Whether the words that these templates show at a place are so many that they are values. */
function variesEnough(members: readonly Template[], place: number, factor: number): boolean {
  const values = new Set<string>();
  let needed = 0;
  let isAlsoValue = false;
  for (const member of members) {
    const variable = isVariable(member.kinds[place]!);
    const value = variable ? "" : member.tokens[place]!;
    if (values.has(value)) continue;
    values.add(value);
    isAlsoValue ||= variable;
    needed += variable ? 2 : distinctNeeded(value, wordBefore(member, place));
  }
  // What a message begins with is its name more often than a value.
  const first = members[0]!.kinds.slice(0, place).every((kind) => kind !== TokenKind.word);
  const all = (needed / values.size) * (first ? 2 : 1) * factor;
  // Where a number or an id was seen, a word is one too.
  return values.size >= Math.floor(isAlsoValue ? all / 2 : all) && values.size > 1;
}

/** What shows that some templates are one: the places where it takes any word, and the templates. */
export interface Widening {
  readonly places: readonly number[];
  readonly members: readonly Template[];
}

/**
 * Looks whether a new template and its siblings (same signature, few differences) differ so often at the same places that
 * these are variables. Several are needed, more for words that look like text than for names and addresses.
 */
export function findWidening(template: Template, siblings: readonly Template[]): Widening | undefined {
  const found: { readonly other: Template; readonly places: readonly number[] }[] = [];
  const sets = new Map<string, readonly number[]>();
  for (const other of siblings) {
    if (other === template) continue;
    const places = differences(template, other);
    if (places === undefined) continue;
    found.push({ other, places });
    sets.set(places.join(), places);
  }
  for (const places of [...sets.values()].sort((one, other) => one.length - other.length)) {
    const members = [template];
    for (const { other, places: differing } of found)
      if (differing.every((place) => places.includes(place))) members.push(other);
    if (places.every((place) => variesEnough(members, place, FACTOR[places.length]!)))
      return { places, members };
  }
  return undefined;
}
