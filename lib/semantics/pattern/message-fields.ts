import { isBlank } from "./cursor.ts";

const SPACE = 0x20;
const QUOTE = 0x22;
const OPENING_BRACKET = 0x5b;

/**
 * The fields of a space-delimited message, cut at its blanks; text between double quotes or square brackets is one field. Only
 * where they begin and end is found out at once: few of them are ever looked at.
 */
export class MessageFields {
  readonly #message: string;
  /** For each field where it begins, quotes and brackets left out, and where it ends. */
  readonly #bounds: readonly number[];
  /** How many fields there are. */
  readonly length: number;

  constructor(message: string) {
    this.#message = message;
    this.#bounds = boundsIn(message);
    this.length = this.#bounds.length >> 1;
  }

  /** A field without the quotes or brackets around it; `undefined` beyond the last one. */
  at(index: number): string | undefined {
    if (index < 0 || index >= this.length) return undefined;
    return this.#message.slice(this.#bounds[index * 2], this.#bounds[index * 2 + 1]);
  }

  /** The message from a field on, as it was written, without the blanks at its end. */
  restFrom(index: number): string {
    const start = this.#bounds[index * 2] as number;
    const end = this.#bounds[index * 2 + 1] as number;
    return this.#message.slice(isEnclosed(this.#message, start, end) ? start - 1 : start).trimEnd();
  }
}

/** Whether quotes or brackets stand around a field: one that ends at a blank or at the end has none. */
function isEnclosed(message: string, start: number, end: number): boolean {
  return end < message.length && !isBlank(message.charCodeAt(end)) && start > 0;
}

function boundsIn(message: string): number[] {
  const bounds: number[] = [];
  const length = message.length;
  // What has no closing sign ahead has none further on: a line of opening signs is searched only once.
  let quotesClose = true;
  let bracketsClose = true;
  let position = 0;
  for (;;) {
    let first = 0;
    for (; position < length; position++) {
      first = message.charCodeAt(position);
      if (!isBlank(first)) break;
    }
    if (position >= length) return bounds;
    let closing = -1;
    if (first === QUOTE && quotesClose) {
      closing = message.indexOf('"', position + 1);
      quotesClose = closing !== -1;
    } else if (first === OPENING_BRACKET && bracketsClose) {
      closing = message.indexOf("]", position + 1);
      bracketsClose = closing !== -1;
    }
    if (closing !== -1) {
      bounds.push(position + 1, closing);
      position = closing + 1;
      continue;
    }
    const start = position;
    for (position++; position < length; position++) {
      const code = message.charCodeAt(position);
      if (code === SPACE || isBlank(code)) break;
    }
    bounds.push(start, position);
  }
}
