import { readMember, thrownText } from "./error-members.ts";

/** Own enumerable members; a getter that throws is replaced by what it threw. */
export function ownMembers(given: object): Readonly<Record<string, unknown>> {
  const members: Record<string, unknown> = {};
  let keys: readonly string[];
  try {
    keys = Object.keys(given);
  } catch (cause) {
    return { unreadable: thrownText(cause) };
  }
  for (const key of keys) members[key] = readMember(given, key);
  return members;
}
