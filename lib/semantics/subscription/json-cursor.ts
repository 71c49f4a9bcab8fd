import { MalformedSubscriptionError } from "./errors.ts";

const QUOTE = 34;
const BACKSLASH = 92;
const DEEPEST_NESTING = 512;

/** Walks over JSON text without building values: just enough to find where members begin and end. */
export class JsonCursor {
  readonly text: string;
  position = 0;
  #depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** The next character that is no whitespace, which stays unread; "" at the end. */
  peek(): string {
    for (;;) {
      const code = this.text.charCodeAt(this.position);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) break;
      this.position++;
    }
    return this.text.charAt(this.position);
  }

  /** Reads one character that must be there. */
  expect(character: string): void {
    if (this.peek() !== character) this.fail(`"${character}"`);
    this.position++;
  }

  /** Reads the character if it is next. */
  accept(character: string): boolean {
    if (this.peek() !== character) return false;
    this.position++;
    return true;
  }

  /** Skips a string and returns it as it stands, quotes included. */
  rawString(): string {
    if (this.peek() !== '"') this.fail("a string");
    const start = this.position;
    this.#skipString();
    return this.text.slice(start, this.position);
  }

  /** Skips any value and returns it as it stands. */
  rawValue(): string {
    this.peek();
    const start = this.position;
    this.skipValue();
    return this.text.slice(start, this.position);
  }

  /** Goes through the members of an object; `visit` must read the value. */
  members(visit: (name: string) => void): void {
    this.expect("{");
    if (this.accept("}")) return;
    do {
      const name = this.rawString();
      this.expect(":");
      visit(name.includes("\\") ? decodeString(name) : name.slice(1, -1));
    } while (this.accept(","));
    this.expect("}");
  }

  /** Goes through the elements of an array; `visit` must read the element. */
  elements(visit: () => void): void {
    this.expect("[");
    if (this.accept("]")) return;
    do visit();
    while (this.accept(","));
    this.expect("]");
  }

  skipValue(): void {
    const first = this.peek();
    if (first === '"') this.#skipString();
    else if (first === "{" || first === "[") this.#skipNested(first);
    else this.#skipScalar();
  }

  fail(expected: string): never {
    throw new MalformedSubscriptionError(
      `The subscription payload is not JSON: ${expected} expected at character ${this.position}.`,
    );
  }

  #skipNested(first: string): void {
    if (++this.#depth > DEEPEST_NESTING) this.fail("less nesting");
    if (first === "{") this.members(() => this.skipValue());
    else this.elements(() => this.skipValue());
    this.#depth--;
  }

  #skipScalar(): void {
    const scalar = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)/y;
    scalar.lastIndex = this.position;
    if (!scalar.test(this.text)) this.fail("a value");
    this.position = scalar.lastIndex;
  }

  #skipString(): void {
    const { text } = this;
    const end = text.length;
    for (let at = this.position + 1; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code === BACKSLASH) at++;
      else if (code === QUOTE) {
        this.position = at + 1;
        return;
      }
    }
    this.fail("the end of a string");
  }
}

/**
 * The value of a JSON string given with its quotes.
 *
 * @throws MalformedSubscriptionError
 */
export function decodeString(raw: string): string {
  try {
    return JSON.parse(raw) as string;
  } catch {
    throw new MalformedSubscriptionError("The subscription payload has a string that is not JSON.");
  }
}
