import type { Level } from "../logger/levels.ts";
import type { Formatter, LogRecord } from "../logger/record.ts";
import { checkOptions } from "../options/check-options.ts";
import { level, type Members, program } from "../options/shape.ts";

/** Options that every handler takes. */
export interface HandlerOptions {
  /** Records below this level are not taken. @default every record that its loggers write */
  readonly level?: Level | undefined;
  /** Turns a record into a line. @default JSON */
  readonly formatter?: Formatter | undefined;
  /** Records for which it returns false are not taken. */
  readonly filter?: ((record: LogRecord) => boolean) | undefined;
}

const isFunction = (value: unknown): boolean => typeof value === "function";

/** Options that every handler takes from a program, as they are checked. */
const COMMON: Members = {
  level: level(),
  formatter: program("a function", isFunction),
  filter: program("a function", isFunction),
};

/**
 * Checks the options of a handler: those that every handler takes, and its own.
 *
 * @throws {TypeError} that names the option, what was given and what is allowed
 */
export function readHandlerOptions(handler: string, options: HandlerOptions, own: Members): HandlerOptions {
  checkOptions(handler, options, { ...COMMON, ...own });
  const { level, formatter, filter } = options;
  return { level, formatter, filter };
}
