import { PatternSyntaxError } from "./pattern-syntax-error.ts";

/** A cursor over a filter pattern, shared by the parsers of the three languages. */
export class Cursor {
  readonly pattern: string;
  readonly end: number;
  position: number;
  /** Regular expressions met so far. */
  regexCount = 0;

  constructor(pattern: string, start: number, end: number) {
    this.pattern = pattern;
    this.position = start;
    this.end = end;
  }

  get atEnd(): boolean {
    return this.position >= this.end;
  }

  /** The next character, or `""` at the end. */
  peek(): string {
    return this.position < this.end ? (this.pattern[this.position] as string) : "";
  }

  startsWith(text: string): boolean {
    return this.position + text.length <= this.end && this.pattern.startsWith(text, this.position);
  }

  /** Steps over `text` when it comes next. */
  take(text: string): boolean {
    if (!this.startsWith(text)) return false;
    this.position += text.length;
    return true;
  }

  skipBlanks(): void {
    while (this.position < this.end && isBlank(this.pattern.charCodeAt(this.position))) this.position++;
  }

  /** What comes next, named for an error message. */
  describeNext(): string {
    if (this.atEnd) return "the end of the pattern";
    const codePoint = this.pattern.codePointAt(this.position) as number;
    return `'${String.fromCodePoint(codePoint)}'`;
  }

  fail(message: string, offset: number = this.position): never {
    throw new PatternSyntaxError(message, this.pattern, Math.min(offset, this.pattern.length));
  }
}

/** Blank as the pattern languages and the fields of a space-delimited message see it. */
export function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}
