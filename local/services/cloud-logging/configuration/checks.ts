import { GoogleError } from "../google-error.ts";
import { parseQuery } from "../query.ts";

const DESCRIPTION_MAX_LENGTH = 8000;

/** Resources that may have sinks and exclusions. */
export const ANY_PARENT = /^(?:projects|organizations|folders|billingAccounts)\/[^/]+$/;

/** Checks what all kinds of configuration have. @throws GoogleError INVALID_ARGUMENT */
export function checkFilter(filter: string | undefined, required: boolean): void {
  if (!filter && required)
    throw new GoogleError("INVALID_ARGUMENT", "A filter is required.", { field: "filter" });
  parseQuery(filter ?? "");
}

/** @throws GoogleError INVALID_ARGUMENT */
export function checkDescription(description: string | undefined): void {
  if (description !== undefined && description.length > DESCRIPTION_MAX_LENGTH)
    throw new GoogleError(
      "INVALID_ARGUMENT",
      `A description has at most ${DESCRIPTION_MAX_LENGTH} characters.`,
      { field: "description" },
    );
}

/** Takes off the members that protocol buffers do not tell from absent ones. */
export function withoutDefaults<Message extends object>(message: Message): Message {
  const members = Object.entries(message).filter(
    ([, value]) =>
      value !== undefined && value !== false && value !== "" && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(members) as Message;
}
