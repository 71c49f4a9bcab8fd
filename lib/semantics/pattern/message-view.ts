import { MessageFields } from "./message-fields.ts";

/** One log message, parsed at most once however many patterns and selectors look at it. */
export class MessageView {
  readonly text: string;
  #document: object | undefined;
  #isParsed = false;
  #fields: MessageFields | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** Whether {@link document} is known already: then looking at the text first spares nothing. */
  get isParsed(): boolean {
    return this.#isParsed;
  }

  /** The message as a JSON object or array; `undefined` for every other message. */
  get document(): object | undefined {
    if (!this.#isParsed) {
      this.#document = parseDocument(this.text);
      this.#isParsed = true;
    }
    return this.#document;
  }

  /** The message cut into fields at its blanks. */
  get fields(): MessageFields {
    this.#fields ??= new MessageFields(this.text);
    return this.#fields;
  }
}

const BLANK_BEFORE_JSON = /^[ \t\n\r]*[{[]/;

/** A JSON object or array; `undefined` for text that is none, or has something before or after it. */
export function parseDocument(text: string): object | undefined {
  const first = text.charCodeAt(0);
  if (first !== 0x7b && first !== 0x5b && !BLANK_BEFORE_JSON.test(text)) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}
