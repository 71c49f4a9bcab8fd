import { type Level, parseLevel } from "../logger/levels.ts";
import type { Formatter, LogRecord } from "../logger/record.ts";

/** Options that every handler takes. */
export interface HandlerOptions {
  /** Records below this level are not taken. @default every record that its loggers write */
  readonly level?: Level | undefined;
  /** Turns a record into a line. @default JSON */
  readonly formatter?: Formatter | undefined;
  /** Records for which it returns false are not taken. */
  readonly filter?: ((record: LogRecord) => boolean) | undefined;
}

/**
 * Checks the options that every handler takes, and that no other is there than those named.
 *
 * @throws {TypeError} that names the option, what was given and what is allowed
 */
export function readHandlerOptions(
  handler: string,
  options: HandlerOptions,
  known: readonly string[],
): HandlerOptions {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(
      `${handler}: options must be an object, not ${options === null ? "null" : typeof options}`,
    );
  }
  const allowed = ["level", "formatter", "filter", ...known];
  for (const key of Object.keys(options)) {
    if (!allowed.includes(key))
      throw new TypeError(`${handler}: option ${key} is unknown; use ${allowed.join(", ")}`);
  }
  const { level, formatter, filter } = options;
  if (level !== undefined) {
    try {
      parseLevel(level);
    } catch (cause) {
      throw new TypeError(`${handler}: ${(cause as Error).message}`, { cause });
    }
  }
  for (const [name, value] of [
    ["formatter", formatter],
    ["filter", filter],
  ] as const) {
    if (value !== undefined && typeof value !== "function") {
      throw new TypeError(`${handler}: ${name} must be a function, not ${typeof value}`);
    }
  }
  return { level, formatter, filter };
}
