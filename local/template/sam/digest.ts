import { createHash } from "node:crypto";

/** What tells one state of a resource from another in a generated logical id, as SAM makes it. */
export function digestOf(value: unknown): string {
  const text = typeof value === "string" ? value : withSortedMembers(value);
  return createHash("sha1").update(text).digest("hex").slice(0, 10);
}

/** JSON without spaces and in ASCII, the members of every object sorted. */
function withSortedMembers(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(withSortedMembers).join(",")}]`;
  if (typeof value !== "object" || value === null) return inAscii(JSON.stringify(value));
  const members = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, inner]) => `${inAscii(JSON.stringify(name))}:${withSortedMembers(inner)}`);
  return `{${members.join(",")}}`;
}

const inAscii = (text: string): string =>
  text.replaceAll(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
