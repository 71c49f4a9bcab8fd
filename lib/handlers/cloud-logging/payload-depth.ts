/**
 * Objects and lists within each other that a payload may have, its root included. Each takes three messages within each other as
 * protocol buffer, of which parsers take 100.
 *
 * @see https://protobuf.dev/programming-guides/proto-limits/
 */
export const MAXIMUM_DEPTH = 30;

/** An object's JSON text that is no deeper than Cloud Logging can keep: what stands deeper is in it as JSON text. */
export function withinDepth(payload: string): string {
  if (!mayBeDeep(payload)) return payload;
  const root: unknown = JSON.parse(payload);
  return flatten(root, MAXIMUM_DEPTH) ? JSON.stringify(root) : payload;
}

/** Whether there are so many brackets at all; most lines have a handful. */
function mayBeDeep(text: string): boolean {
  let left = MAXIMUM_DEPTH;
  for (const bracket of "{[")
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1))
      if (--left < 0) return true;
  return false;
}

/** Replaces members below a depth by their text. @returns whether there were any */
function flatten(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  const members = value as Record<string, unknown>;
  let changed = false;
  for (const key of Object.keys(members)) {
    const member = members[key];
    if (typeof member !== "object" || member === null) continue;
    if (depth === 1) {
      members[key] = JSON.stringify(member);
      changed = true;
    } else if (flatten(member, depth - 1)) changed = true;
  }
  return changed;
}
