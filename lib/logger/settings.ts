import type { Handler } from "../handlers/handler.ts";
import type { Context } from "./context.ts";
import type { EnvironmentLevels } from "./environment-level.ts";
import type { LevelMethods } from "./level-methods.ts";
import type { LogRecord } from "./record.ts";

/** Keeps only a share of the records below a level; made by configuration, as {@link Buffering} is. */
export interface Sampling {
  /** Whether a record of this level is dropped. A unit of work is kept or dropped as a whole. */
  drops(level: number, context: Context | undefined): boolean;
}

/** Keeps records below the level in memory, per unit of work; what does it is made by configuration, so that others need not carry it. */
export interface Buffering {
  /** Lowest level that is kept. */
  readonly level: number;
  /** Takes a record of a logger whose own level is the threshold. */
  take(node: LoggerNode, threshold: number, record: LogRecord, context: Context | undefined): void;
}

/** Levels set at run time, which win over the configuration; made by the first of them. */
export interface RunTimeLevels {
  /** Level of the last pattern with a star that a name matches. */
  matching(name: string): number | undefined;
  /** Level that was set last for just this name; the names below it inherit it. */
  of(name: string): number | undefined;
}

/** A handler as loggers see it. */
export interface Outlet {
  readonly name: string;
  readonly handler: Handler;
  readonly level: number;
  busy: boolean;
}

/** What configuration says about one name; what it leaves out is inherited from the nearest ancestor that says it. */
export interface LoggerSettings {
  readonly level?: number | undefined;
  readonly outlets?: readonly Outlet[] | undefined;
  readonly sampling?: Sampling | undefined;
  readonly buffering?: Buffering | undefined;
}

/** A whole configuration, checked and ready. */
export interface Settings {
  readonly service: string | undefined;
  readonly loggers: ReadonlyMap<string, LoggerSettings>;
  /** Level that is configured for just this name, as the environment lets it be. */
  levelOf(name: string, environment: EnvironmentLevels): number | undefined;
  /** Undefined where no handlers are configured: then one on standard output is made. */
  readonly outlets: readonly Outlet[] | undefined;
  /** Replaces a record by one without secrets. */
  readonly redact: ((record: LogRecord) => LogRecord) | undefined;
}

/** A level and the methods that are on at it. */
export interface Gate {
  /** Records below it are not written. A method below it is on only where a buffer keeps its records. */
  level: number;
  /** In the prototype chain of every logger that follows this gate. */
  readonly methods: LevelMethods;
}

/** A name of the tree with what is inherited already resolved. */
export interface LoggerNode extends Gate {
  readonly name: string;
  /** Undefined until the first record: nothing is opened before it is needed. */
  outlets: readonly Outlet[] | undefined;
  service: string | undefined;
  sampling: Sampling | undefined;
  buffering: Buffering | undefined;
}
