import type { EscapedText } from "./escaped-text.ts";
import { type JsonScalar, scalarOf } from "./json-selector.ts";
import { MessageFields } from "./message-fields.ts";
import type { JsonSelectorReader } from "./selector.ts";
import type { SharedReads } from "./shared-reads.ts";

/** One log message, decoded and parsed at most once however many patterns and selectors look at it. */
export class MessageView {
  /** The message as it stands in a payload, if it came so. */
  readonly escaped: EscapedText | undefined;
  #text: string | undefined;
  #document: object | undefined;
  #isParsed = false;
  #fields: MessageFields | undefined;
  /** What a set of patterns has read of the message without its document, until it reads another. */
  #reads: SharedReads | undefined;
  #generation = 0;

  constructor(message: string | EscapedText) {
    if (typeof message === "string") this.#text = message;
    else this.escaped = message;
  }

  /**
   * The message.
   *
   * @throws MalformedSubscriptionError when it came in a payload, with an invalid escape in it
   */
  get text(): string {
    this.#text ??= (this.escaped as EscapedText).message;
    return this.#text;
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

  /** Takes over what was read of the message without its document. @internal */
  remember(reads: SharedReads): void {
    this.#reads = reads;
    this.#generation = reads.generation;
  }

  /** The first scalar that a selector lands on. */
  valueOf(selector: JsonSelectorReader): JsonScalar | undefined {
    const reads = this.#reads;
    if (reads !== undefined && reads.generation === this.#generation) {
      const place = reads.knownPlaceOf(selector.steps);
      if (place !== undefined) return scalarOf(place.value);
    }
    const { document } = this;
    return document === undefined ? undefined : selector.read(document);
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
