import { currentContext, type Fields } from "./context.ts";
import { ownMembers } from "./own-members.ts";

/**
 * Adds fields to the one record that tells of the whole request or Lambda invocation, from anywhere below it, also after `await`.
 * A later value of a name replaces an earlier one; an error under `err` or `error` becomes the record's error.
 *
 * @returns false where there is no such record: outside of a request or invocation, or after its end
 */
export function addFields(fields: Fields): boolean {
  const wide = currentContext()?.unit.wide;
  if (wide === undefined) return false;
  Object.assign(wide, ownMembers(fields));
  return true;
}

/** Fields that were added, behind the record's own; one of the same name gets an underscore behind it. @internal */
export function withAdded(own: Record<string, unknown>, added: Fields | undefined): Record<string, unknown> {
  for (const key in added)
    own[Object.hasOwn(own, key) && own[key] !== undefined ? `${key}_` : key] = added[key];
  return own;
}
