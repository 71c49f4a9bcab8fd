import { plainFields, readCall, type Serializers, serialized } from "./call.ts";
import { carriedFields, type Fields, recordContext } from "./context.ts";
import { dispatch } from "./dispatch.ts";
import { reportInternal } from "./internal-channel.ts";
import { off, WRITE, type Writer } from "./level-methods.ts";
import { type Level, levelName, parseLevel } from "./levels.ts";
import { PinoBase, type PinoMembers } from "./pino-members.ts";
import type { LogRecord } from "./record.ts";
import { allOutlets, nodeOf, openGate, setOwnLevel } from "./registry.ts";
import type { Gate, LoggerNode } from "./settings.ts";

/** A function of a logger, with pino's signature. */
export interface LogFunction {
  /** Message with `%s %d %i %f %j %o` placeholders. */
  (message: string, ...values: unknown[]): void;
  /** Fields, an error, or a function that returns them and is called only if the level is on; then the message. */
  (fieldsOrError: object | null | undefined, message?: string, ...values: unknown[]): void;
  (anything: unknown, message?: string, ...values: unknown[]): void;
}

/** Options of `child`, pino's. */
export interface ChildOptions<Custom extends string = never> {
  /** Level of the child. @default the one of its name */
  readonly level?: Level;
  /** Turn values of fields into what is written, by name. */
  readonly serializers?: Serializers;
  /** Text before every message. */
  readonly msgPrefix?: string;
  /** Further methods of the child, by the numbers of their levels. */
  readonly customLevels?: { readonly [level in Custom]: number };
}

/**
 * A logger of the tree, or a child of one. Calls and members have pino's signatures, so what was written for pino takes it:
 * `pinoHttp({ logger })`, Fastify's `loggerInstance`.
 */
export interface Logger extends PinoMembers {
  /** Dotted name; `""` is the root. */
  readonly name: string;
  /** Name of the level in force. Setting it changes this logger and, by inheritance, those below it. */
  level: string;
  /** The level in force as a number. */
  readonly levelVal: number;
  /** The six levels by name and by number, as pino's loggers tell them to frameworks. */
  readonly levels: {
    readonly values: Readonly<Record<string, number>>;
    readonly labels: Readonly<Record<number, string>>;
  };
  readonly trace: LogFunction;
  readonly debug: LogFunction;
  readonly info: LogFunction;
  readonly warn: LogFunction;
  readonly error: LogFunction;
  readonly fatal: LogFunction;
  /** Writes nothing. */
  readonly silent: LogFunction;
  /** Whether a call of this level is written. */
  isLevelEnabled(level: Level): boolean;
  /** A logger of the same name whose records carry these fields too. */
  child<Custom extends string = never>(
    bindings: Fields,
    options?: ChildOptions<Custom>,
  ): Logger & { readonly [level in Custom]: LogFunction };
  /** Fields bound by `child`, outer ones included. */
  bindings(): Record<string, unknown>;
  /** Text before every message, of `child`. */
  readonly msgPrefix: string | undefined;
  /** Adds to the bound fields. */
  setBindings(bindings: Fields): void;
  /** Flushes all handlers; for frameworks written for pino. */
  flush(callback?: (error?: Error) => void): void;
}

/** What a child has of its parents. */
interface Lineage {
  readonly bindings: Fields;
  readonly serializers: Serializers | undefined;
  readonly prefix: string;
  readonly gate: Gate | undefined;
}

class TreeLogger extends PinoBase implements Logger, Writer {
  declare readonly levels: Logger["levels"];
  declare readonly trace: LogFunction;
  declare readonly debug: LogFunction;
  declare readonly info: LogFunction;
  declare readonly warn: LogFunction;
  declare readonly error: LogFunction;
  declare readonly fatal: LogFunction;
  declare readonly silent: LogFunction;
  readonly #node: LoggerNode;
  readonly #serializers: Serializers | undefined;
  readonly #prefix: string;
  #gate: Gate;
  #bindings: Fields | undefined;

  constructor(node: LoggerNode, lineage?: Lineage) {
    super();
    this.#node = node;
    this.#gate = lineage?.gate ?? node;
    this.#bindings = lineage?.bindings;
    this.#serializers = lineage?.serializers;
    this.#prefix = lineage?.prefix ?? "";
    this.#follow(this.#gate);
  }

  get name(): string {
    return this.#node.name;
  }
  get level(): string {
    return levelName(this.#gate.level);
  }
  set level(level: Level) {
    const before = this.#gate.level;
    if (this.#gate === this.#node && this.#bindings === undefined)
      setOwnLevel(this.#node.name, parseLevel(level));
    else this.#follow(openGate(this.#node, parseLevel(level)));
    const now = this.#gate.level;
    if (now !== before) this.emit("level-change", levelName(now), now, levelName(before), before, this);
  }
  get levelVal(): number {
    return this.#gate.level;
  }
  get msgPrefix(): string | undefined {
    return this.#prefix || undefined;
  }

  isLevelEnabled(level: Level): boolean {
    return parseLevel(level) >= this.#gate.level;
  }

  child<Custom extends string = never>(
    bindings: Fields,
    options?: ChildOptions<Custom>,
  ): Logger & { readonly [level in Custom]: LogFunction } {
    const serializers = options?.serializers
      ? { ...this.#serializers, ...options.serializers }
      : this.#serializers;
    const child = new TreeLogger(this.#node, {
      bindings: { ...this.#bindings, ...bound(bindings, serializers) },
      serializers,
      prefix: this.#prefix + (options?.msgPrefix ?? ""),
      gate: options?.level === undefined ? this.#ownGate() : openGate(this.#node, parseLevel(options.level)),
    });
    if (options?.customLevels !== undefined) child.#addLevels(options.customLevels);
    if (this.onChild !== off) {
      child.onChild = this.onChild;
      child.onChild(child);
    }
    return child as never;
  }

  #addLevels(levels: Readonly<Record<string, number>>): void {
    for (const [name, level] of Object.entries(levels)) {
      const value: LogFunction = (first: unknown, ...rest: unknown[]) => {
        if (level >= this.#gate.level) this[WRITE](level, first, rest);
      };
      Object.defineProperty(this, name, { value, configurable: true });
    }
  }

  bindings(): Record<string, unknown> {
    return { ...this.#bindings };
  }

  setBindings(bindings: Fields): void {
    this.#bindings = { ...this.#bindings, ...bound(bindings, this.#serializers) };
  }

  flush(callback?: (error?: Error) => void): void {
    const flushes = allOutlets().map(({ handler }) => handler.flush());
    void Promise.allSettled(flushes).then(() => callback?.());
  }

  /** What is left of a call whose arguments cannot be read. */
  #writeBare(level: number, values: readonly unknown[]): void {
    const message = values.find((value) => typeof value === "string") ?? "[unreadable]";
    dispatch(this.#node, this.#record(level, message));
  }

  #record(level: number, message: string, context?: Fields, fields?: Fields, error?: unknown): LogRecord {
    const { name: logger, service } = this.#node;
    return { timestamp: Date.now(), level, logger, message, service, context, fields, error };
  }

  #ownGate(): Gate | undefined {
    return this.#gate === this.#node ? undefined : this.#gate;
  }

  /** Takes the level methods of a gate. */
  #follow(gate: Gate): void {
    this.#gate = gate;
    if (Object.getPrototypeOf(gate.methods) !== TreeLogger.prototype) {
      Object.setPrototypeOf(gate.methods, TreeLogger.prototype);
    }
    Object.setPrototypeOf(this, gate.methods);
  }

  [WRITE](level: number, first: unknown, rest: readonly unknown[]): void {
    try {
      const node = this.#node;
      const context = recordContext();
      if (context === null) return;
      if (node.buffering === undefined && node.sampling?.drops(level, context)) return;
      const call = readCall(first, rest, this.#serializers);
      const record = this.#record(
        level,
        this.#prefix === "" ? call.message : this.#prefix + call.message,
        carriedFields(context, this.#bindings),
        call.fields,
        call.error,
      );
      if (node.buffering === undefined) dispatch(node, record);
      else node.buffering.take(node, this.#gate.level, record, context);
    } catch (cause) {
      this.#writeBare(level, [first, ...rest]);
      reportInternal({
        code: "record-unreadable",
        message: `a record of logger "${this.#node.name}" is written without its fields`,
        cause,
      });
    }
  }
}

function bound(bindings: Fields, serializers: Serializers | undefined): Fields {
  const fields = plainFields(bindings ?? {});
  return serializers === undefined ? fields : serialized(fields, serializers);
}

const loggers = new Map<string, Logger>();

/**
 * Logger of a dotted name such as `"checkout.payment"`; the same name gives the same logger. Level and handlers are
 * inherited from the nearest configured ancestor, and follow every later `configure`.
 */
export function getLogger(name = ""): Logger {
  let logger = loggers.get(name);
  if (logger === undefined) {
    logger = new TreeLogger(nodeOf(name));
    loggers.set(name, logger);
  }
  return logger;
}
