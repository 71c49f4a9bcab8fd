/** Messages within each other that parsers of protocol buffers take. @see https://protobuf.dev/programming-guides/proto-limits/ */
const DEEPEST = 100;
/** A list's answer, the entry in it and the payload's Struct. */
const ROOT = 3;

/** Whether a payload can be read again by a client of gRPC: each level of it is two or three messages. */
export function fitsInMessages(payload: Readonly<Record<string, unknown>>): boolean {
  return fits(payload, ROOT);
}

function fits(value: unknown, depth: number): boolean {
  if (depth > DEEPEST) return false;
  if (typeof value !== "object" || value === null) return true;
  // A member stands in an entry of the map, then in a Value; an item in a Value; then come Struct or ListValue.
  if (Array.isArray(value)) return value.every((item) => fits(item, depth + 2));
  return Object.values(value).every((member) => fits(member, depth + 3));
}
