import { isError } from "../logger/error-members.ts";
import type { LevelName } from "../logger/levels.ts";
import { getLogger, type Logger } from "../logger/logger.ts";
import { addFields } from "../logger/wide-record.ts";

/** Nest's levels, least severe first, and ours. */
const NEST_LEVELS = {
  verbose: "trace",
  debug: "debug",
  log: "info",
  warn: "warn",
  error: "error",
  fatal: "fatal",
} as const satisfies Readonly<Record<string, LevelName>>;

/** Name of a level in Nest. */
export type NestLevel = keyof typeof NEST_LEVELS;

/** Whose records tell of errors that no filter took. */
const EXCEPTIONS = "ExceptionsHandler";
const STACK = /^(?:(\w*(?:Error|Exception)?)(?:: )?(.*?))?\n\s+at .+/s;
/** Contexts that become loggers of their own; they are class names, unless somebody makes them up. */
const MAXIMUM_CONTEXTS = 2_000;

/**
 * Nest's `LoggerService`: `NestFactory.create(AppModule, { logger: new NestLogger() })`. Nest's context, mostly the class, is the
 * logger's name below `nest`, so that each has a level of its own (`nest.OrdersService`); objects become fields, errors and stacks the
 * record's error.
 */
export class NestLogger {
  readonly #root: Logger;
  readonly #loggers = new Map<string, Logger>();

  /** @param root parent of the loggers by context. @default getLogger("nest") */
  constructor(root: Logger = getLogger("nest")) {
    this.#root = root;
  }

  /** Level info. The last text is the context. */
  log(message: unknown, ...values: unknown[]): void {
    this.#write("log", message, values);
  }
  /** Level error. A stack may stand before the context. */
  error(message: unknown, ...values: unknown[]): void {
    this.#write("error", message, values);
  }
  /** Level warn. */
  warn(message: unknown, ...values: unknown[]): void {
    this.#write("warn", message, values);
  }
  /** Level debug. */
  debug(message: unknown, ...values: unknown[]): void {
    this.#write("debug", message, values);
  }
  /** Level trace. */
  verbose(message: unknown, ...values: unknown[]): void {
    this.#write("verbose", message, values);
  }
  /** Level fatal. */
  fatal(message: unknown, ...values: unknown[]): void {
    this.#write("fatal", message, values);
  }

  /** Sets the level to the least severe of these; to none for an empty list. */
  setLogLevels(levels: readonly NestLevel[]): void {
    const least = (Object.keys(NEST_LEVELS) as NestLevel[]).find((level) => levels.includes(level));
    this.#root.level = least === undefined ? "silent" : NEST_LEVELS[least];
  }

  #write(level: NestLevel, message: unknown, given: readonly unknown[]): void {
    const { context, stack, values } = partsOf(given, level === "error" || level === "fatal");
    const logger = this.#loggerOf(context);
    let fields: Record<string, unknown> | undefined;
    let error: unknown;
    const texts: string[] = [];
    for (const value of [message, ...values]) {
      if (isError(value)) error ??= value;
      else if (typeof value === "object" && value !== null)
        fields = { ...fields, ...(Array.isArray(value) ? { items: value } : value) };
      else if (value !== undefined) texts.push(String(value));
    }
    if (error === undefined && stack !== undefined) error = errorOf(stack, texts[0]);
    if (error !== undefined) fields = { ...fields, error };
    if (context === EXCEPTIONS && isError(error)) addFields({ err: error });
    const text = texts.length > 0 ? texts.join(" ") : isError(error) ? error.message : undefined;
    logger[NEST_LEVELS[level]](fields, text);
  }

  #loggerOf(context: string | undefined): Logger {
    if (context === undefined || context === "") return this.#root;
    let logger = this.#loggers.get(context);
    if (logger === undefined) {
      if (this.#loggers.size >= MAXIMUM_CONTEXTS) return this.#root.child({ context });
      const { name } = this.#root;
      logger = getLogger(name === "" ? context : `${name}.${context}`);
      this.#loggers.set(context, logger);
    }
    return logger;
  }
}

/** Nest puts a context behind the values, and before it, for errors, a stack. */
function partsOf(given: readonly unknown[], wantsStack: boolean) {
  const values = [...given];
  let context: string | undefined;
  let stack: string | undefined;
  const last = values.at(-1);
  if (typeof last === "string" && !(wantsStack && STACK.test(last))) context = values.pop() as string;
  const before = values.at(-1);
  if (wantsStack && typeof before === "string" && STACK.test(before)) stack = values.pop() as string;
  return { context, stack, values };
}

function errorOf(stack: string, message: string | undefined): object {
  const [, name, text] = STACK.exec(stack) ?? [];
  return { name: name || "Error", message: text || message || "", stack };
}
