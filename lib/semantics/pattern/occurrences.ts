import type { EscapedText } from "./escaped-text.ts";

/** Longer texts are looked for by a table that costs more than it spares where nearly every byte is another letter. */
const LONGEST_SOUGHT = 6;

/**
 * Looks for one text in the messages of a payload, mostly in the order in which they stand there: so the whole payload is searched
 * once, not each message on its own, and from the character on that is the rarest in it.
 */
export class Occurrences {
  readonly #text: string;
  #payload = 0;
  /** What is looked for, and how far into the text it stands. */
  #sought = "";
  #offset = 0;
  /** There is no occurrence between the two. */
  #from = 0;
  #next = 0;

  /** @param text ASCII, not empty */
  constructor(text: string) {
    this.#text = text;
  }

  /** Whether the text is among the bytes of a message, as they are escaped. */
  isIn(message: EscapedText): boolean {
    const { payload, start, end } = message;
    if (this.#payload !== payload.number) {
      this.#payload = payload.number;
      this.#offset = payload.rarestIn(this.#text);
      this.#sought = this.#text.slice(this.#offset, this.#offset + LONGEST_SOUGHT);
      this.#find(message);
    } else if (start < this.#from || start > this.#next) this.#find(message);
    return this.#next + this.#text.length <= end;
  }

  #find({ payload: { latin1 }, start }: EscapedText): void {
    const text = this.#text;
    const offset = this.#offset;
    this.#from = start;
    this.#next = Number.POSITIVE_INFINITY;
    for (let at = start + offset; ; at++) {
      at = latin1.indexOf(this.#sought, at);
      if (at === -1) return;
      if (latin1.startsWith(text, at - offset)) {
        this.#next = at - offset;
        return;
      }
    }
  }
}
