import { HistoryError } from "./history-error.ts";
import type { HistoryEvent } from "./history-event.ts";
import { detectTimestampFormat, type TimestampFormat, timestampFormatNames } from "./timestamp.ts";

const LINES_TO_GUESS_FROM = 1_000;
const CHARACTERS_TO_GUESS_FROM = 4_000_000;

/** Gives the lines of one log their times; a line without one has the time of the line before it. */
export class Dating {
  readonly #what: string;
  #format: TimestampFormat | undefined;
  #last: number | undefined;
  /** Lines until there are enough to guess from. */
  #waiting: string[] = [];
  #characters = 0;

  /** @param what names the log in errors */
  constructor(what: string, format?: TimestampFormat) {
    this.#what = what;
    this.#format = format;
  }

  /** Events of these lines and of those before that waited; none while there are too few to guess from. */
  take(lines: readonly string[]): HistoryEvent[] {
    if (this.#last !== undefined) return this.#dated(lines);
    for (const line of lines) {
      this.#waiting.push(line);
      this.#characters += line.length;
    }
    const enough =
      this.#waiting.length >= LINES_TO_GUESS_FROM || this.#characters >= CHARACTERS_TO_GUESS_FROM;
    return enough ? this.finish() : [];
  }

  /** Events of the lines that waited. @throws HistoryError when they have no times */
  finish(): HistoryEvent[] {
    const lines = this.#waiting;
    this.#waiting = [];
    if (lines.every((line) => line === "")) return [];
    this.#format ??= detectTimestampFormat(lines.slice(0, LINES_TO_GUESS_FROM));
    const format = this.#format;
    if (this.#last === undefined && format) {
      const first = lines.find((line) => format.read(line) !== undefined);
      // Lines ahead of the first time, such as a banner, belong to it.
      this.#last = first === undefined ? undefined : format.read(first);
    }
    if (this.#last !== undefined) return this.#dated(lines);
    throw new HistoryError(
      `No times were found in the first lines of ${this.#what}: expected ${timestampFormatNames.join(", ")}, or --timestamp-format with a pattern such as "%d.%m.%Y %H:%M:%S".`,
    );
  }

  #dated(lines: readonly string[]): HistoryEvent[] {
    const format = this.#format!;
    const events: HistoryEvent[] = [];
    for (const message of lines) {
      if (message === "") continue;
      const timestamp = format.read(message) ?? this.#last!;
      this.#last = timestamp;
      events.push({ timestamp, message });
    }
    return events;
  }
}
