import { type LineScanner, TokenKind } from "./line-scanner.ts";
import { isVariable, OPEN, type Template } from "./template.ts";
import { distinctNeeded } from "./words.ts";

/** Places at which two templates may differ and still be looked at together. */
const MAX_DIFFERENCES = 3;
/** How many more different words are needed when one, two or three places vary at once. */
const FACTOR = [1, 1, 1.5, 2] as const;

/** Whether every line of `narrow` is one of `wide`. */
export function covers(wide: Template, narrow: Template): boolean {
  if (wide.kinds.length !== narrow.kinds.length) return false;
  for (let index = 0; index < wide.tokens.length; index++) {
    const kind = wide.kinds[index]!;
    if (kind === OPEN) continue;
    if (kind !== narrow.kinds[index] || wide.tokens[index] !== narrow.tokens[index]) return false;
  }
  return true;
}

/** Whether the line that the scanner read last is one of `template`. */
export function coversLine(template: Template, scanner: LineScanner): boolean {
  if (template.kinds.length !== scanner.count) return false;
  for (let index = 0; index < scanner.count; index++) {
    const kind = template.kinds[index]!;
    if (kind === OPEN) continue;
    if (kind !== scanner.kinds[index]) return false;
    if (kind !== TokenKind.variable && !scanner.is(index, template.tokens[index]!)) return false;
  }
  return true;
}

/** The places at which two templates of one signature differ; undefined when they have too little in common. */
function differences(one: Template, other: Template): number[] | undefined {
  if (one.kinds.length !== other.kinds.length) return undefined;
  const places: number[] = [];
  let equal = 0;
  for (let index = 0; index < one.tokens.length; index++) {
    const kind = one.kinds[index]!;
    const otherKind = other.kinds[index]!;
    if (kind === OPEN || otherKind === OPEN) continue;
    if (kind === TokenKind.separator && one.tokens[index] !== other.tokens[index]) return undefined;
    if (kind === otherKind && (kind === TokenKind.variable || one.tokens[index] === other.tokens[index])) {
      if (kind === TokenKind.word) equal++;
      continue;
    }
    places.push(index);
    if (places.length > MAX_DIFFERENCES) return undefined;
  }
  return equal >= Math.max(1, places.length) ? places : undefined;
}

function wordBefore(template: Template, place: number): string | undefined {
  return place > 0 && template.kinds[place - 1] === TokenKind.word ? template.tokens[place - 1] : undefined;
}

/** Whether the words that these templates show at a place are so many that they are values. */
function variesEnough(members: readonly Template[], place: number, factor: number): boolean {
  const values = new Set<string>();
  let needed = 0;
  for (const member of members) {
    const variable = isVariable(member.kinds[place]!);
    const value = variable ? "" : member.tokens[place]!;
    if (values.has(value)) continue;
    values.add(value);
    needed += variable ? 2 : distinctNeeded(value, wordBefore(member, place));
  }
  // What a message begins with is its name more often than a value.
  const first = members[0]!.kinds.slice(0, place).every((kind) => kind !== TokenKind.word);
  return values.size >= Math.floor((needed / values.size) * (first ? 2 : 1) * factor) && values.size > 1;
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
    if (places === undefined || places.length === 0) continue;
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
