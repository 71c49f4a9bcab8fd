import { isBlank } from "./scanner.ts";

const QUOTE = 0x22;
const OPENING_BRACKET = 0x5b;

/** The fields of a space-delimited message. */
export interface MessageFields {
  /** The fields, without the quotes or brackets around them. */
  readonly values: readonly string[];
  /** Where each field begins in the message, its quote or bracket included. */
  readonly starts: readonly number[];
}

/** Cuts a message at its blanks; text between double quotes or square brackets is one field. */
export function splitFields(message: string): MessageFields {
  const values: string[] = [];
  const starts: number[] = [];
  const length = message.length;
  // What has no closing sign ahead has none further on: a line of opening signs is searched only once.
  let quotesClose = true;
  let bracketsClose = true;
  let position = 0;
  for (;;) {
    while (position < length && isBlank(message.charCodeAt(position))) position++;
    if (position >= length) return { values, starts };
    starts.push(position);
    const first = message.charCodeAt(position);
    let closing = -1;
    if (first === QUOTE && quotesClose) {
      closing = message.indexOf('"', position + 1);
      quotesClose = closing !== -1;
    } else if (first === OPENING_BRACKET && bracketsClose) {
      closing = message.indexOf("]", position + 1);
      bracketsClose = closing !== -1;
    }
    if (closing !== -1) {
      values.push(message.slice(position + 1, closing));
      position = closing + 1;
      continue;
    }
    let end = position + 1;
    while (end < length && !isBlank(message.charCodeAt(end))) end++;
    values.push(message.slice(position, end));
    position = end;
  }
}

/** The message from its field `index` on, as it was written, without the blanks at its end. */
export function restFrom(message: string, fields: MessageFields, index: number): string {
  return message.slice(fields.starts[index]).trimEnd();
}
