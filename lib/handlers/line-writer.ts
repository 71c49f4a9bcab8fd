import { type ByteOutput, bytesOf } from "../delivery/written/byte-output.ts";
import {
  contextText,
  hasClash,
  headText,
  keyText,
  MAXIMUM_REMEMBERED_KEYS,
  originText,
  TIMESTAMP,
} from "../logger/json-formatter.ts";
import { jsonString } from "../logger/json-string.ts";
import type { LogRecord } from "../logger/record.ts";
import { serializeValue } from "../logger/serialize.ts";

/** First moment after the year 9999: from then on a timestamp has more characters. */
const LATEST = 253_402_300_800_000;
/** Characters of a timestamp before its milliseconds. */
const BEFORE_MILLISECONDS = "2026-01-01T00:00:00.".length;
const ZERO = 0x30;

/** A text that comes again and again, as it is written. */
interface Piece {
  readonly bytes: Buffer;
  /** How many of them are escapes. */
  readonly escapes: number;
  /** Whether there may be objects or lists in it. */
  readonly isNested: boolean;
}

/** A line up to the message, for one second and level. */
interface Head extends Piece {
  readonly second: number;
}

/**
 * Writes records as `jsonFormatter` does, byte for byte, without making a text of them. What is the same in every record is kept as
 * bytes; an error, or a field that replaces a key of the context, is left to the formatter.
 */
export class LineWriter {
  readonly #isEscaped: boolean;
  readonly #quote: Piece;
  readonly #beforeMilliseconds: number;
  readonly #heads = new Map<number, Head>();
  readonly #keys = new Map<string, Piece>();
  readonly #contexts = new WeakMap<object, Piece>();
  #lastContext: object | undefined;
  #lastContextPiece: Piece;
  #lastOrigin = "";
  #lastOriginPiece: Piece;
  /** Whether the record that was written last may have objects or lists in it. */
  hasNested = false;
  /** Bytes of the record under way that only escape others. */
  #escapes = 0;

  /** @param isEscaped whether a line is written as what stands between the quotes of a JSON string */
  constructor(isEscaped: boolean) {
    this.#isEscaped = isEscaped;
    this.#quote = this.#piece('"');
    this.#beforeMilliseconds = this.#piece(TIMESTAMP).bytes.length + BEFORE_MILLISECONDS;
    this.#lastOriginPiece = this.#piece("");
    this.#lastContextPiece = this.#lastOriginPiece;
  }

  /** @returns bytes of the line without escapes; negative when the formatter has to make a text of the record */
  write(output: ByteOutput, record: LogRecord): number {
    const { timestamp, context, fields } = record;
    const isTime = timestamp >= 0 && timestamp < LATEST && Number.isInteger(timestamp);
    if (!isTime || record.error !== undefined || hasClash(record)) return -1;
    const start = output.at;
    this.#escapes = 0;
    this.hasNested = false;
    this.#writeHead(output, timestamp, record.level);
    this.#writeText(output, record.message);
    this.#copy(output, this.#origin(originText(record.logger, record.service)));
    if (context !== undefined) {
      const piece = this.#context(context);
      this.hasNested = piece.isNested;
      this.#copy(output, piece);
    }
    for (const key in fields) this.#writeMember(output, key, fields[key]);
    output.byte(0x7d);
    return output.at - start - this.#escapes;
  }

  #writeHead(output: ByteOutput, timestamp: number, level: number): void {
    const second = Math.floor(timestamp / 1_000);
    let head = this.#heads.get(level);
    if (head === undefined || head.second !== second) {
      head = { second, ...this.#piece(headText(timestamp, level)) };
      this.#heads.set(level, head);
    }
    const at = output.at + this.#beforeMilliseconds;
    this.#copy(output, head);
    writeMilliseconds(output, at, timestamp - 1_000 * second);
  }

  #writeMember(output: ByteOutput, key: string, value: unknown): void {
    if (value === undefined) return;
    if (typeof value === "string") {
      this.#copy(output, this.#key(key));
      this.#writeText(output, value);
    } else if (typeof value === "number" && Number.isFinite(value)) {
      this.#copy(output, this.#key(key));
      if (!output.wholeNumber(value)) output.plain("" + value);
    } else {
      const literal = serializeValue(value);
      if (literal === undefined) return;
      if (typeof value === "object") this.hasNested = true;
      this.#copy(output, this.#key(key));
      this.#writeLiteral(output, literal);
    }
  }

  #writeText(output: ByteOutput, text: string): void {
    const start = output.at;
    this.#copy(output, this.#quote);
    if (output.plain(text)) this.#copy(output, this.#quote);
    else {
      output.at = start;
      this.#escapes -= this.#quote.escapes;
      this.#writeLiteral(output, jsonString(text));
    }
  }

  #writeLiteral(output: ByteOutput, literal: string): void {
    const start = output.at;
    this.#escapes += -output.text(literal, this.#isEscaped) + output.at - start;
  }

  #copy(output: ByteOutput, { bytes, escapes }: Piece): void {
    output.copy(bytes);
    this.#escapes += escapes;
  }

  #key(key: string): Piece {
    let piece = this.#keys.get(key);
    if (piece === undefined) {
      piece = this.#piece(keyText(key));
      if (this.#keys.size >= MAXIMUM_REMEMBERED_KEYS) this.#keys.clear();
      this.#keys.set(key, piece);
    }
    return piece;
  }

  #context(context: NonNullable<LogRecord["context"]>): Piece {
    if (context === this.#lastContext) return this.#lastContextPiece;
    let piece = this.#contexts.get(context);
    if (piece === undefined) {
      piece = this.#piece(contextText(context));
      this.#contexts.set(context, piece);
    }
    this.#lastContext = context;
    this.#lastContextPiece = piece;
    return piece;
  }

  #origin(text: string): Piece {
    if (text !== this.#lastOrigin) {
      this.#lastOrigin = text;
      this.#lastOriginPiece = this.#piece(text);
    }
    return this.#lastOriginPiece;
  }

  #piece(text: string): Piece {
    const bytes = bytesOf(text, this.#isEscaped);
    return { bytes, escapes: bytes.length - Buffer.byteLength(text), isNested: /[{[]/.test(text) };
  }
}

/** Writes three digits over others. */
export function writeMilliseconds({ bytes }: ByteOutput, at: number, milliseconds: number): void {
  const hundreds = (milliseconds / 100) | 0;
  const tens = (milliseconds / 10) | 0;
  bytes[at] = ZERO + hundreds;
  bytes[at + 1] = ZERO + tens - 10 * hundreds;
  bytes[at + 2] = ZERO + milliseconds - 10 * tens;
}
