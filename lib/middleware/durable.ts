import type { AsyncLocalStorage } from "node:async_hooks";
import { type Context, type Fields, mergeFields } from "../logger/context.ts";
import { reportInternal } from "../logger/internal-channel.ts";
import type { Logger } from "../logger/logger.ts";

/** What is read of the context that `withDurableExecution` gives to a handler. */
export interface DurableContextLike {
  readonly lambdaContext: object;
  readonly executionContext: { readonly durableExecutionArn: string };
  readonly logger: DurableLoggerLike;
  configureLogger(config: { readonly customLogger: DurableLoggerLike }): void;
}
/** Loggers of the durable SDK. */
interface DurableLoggerLike {
  info(...values: unknown[]): void;
  warn(...values: unknown[]): void;
  error(...values: unknown[]): void;
  debug(...values: unknown[]): void;
  configureDurableLoggingContext?(context: { getDurableLogData(): DurableLogData }): void;
}
interface DurableLogData {
  readonly operationId?: string | undefined;
  readonly operationName?: string | undefined;
  readonly attempt?: number | undefined;
}

/** Where in a durable execution the running code stands. */
export interface DurableScope {
  /** False while code runs again that has run in an earlier invocation. */
  isLive(): boolean;
  /** Operation and attempt; undefined outside of any. */
  readonly fields: Fields | undefined;
}

let scopes: AsyncLocalStorage<DurableScope> | undefined;

/** The scope that the plugin has set, which is told of every operation. */
export function durableScope(): DurableScope | undefined {
  return scopes?.getStore();
}

/** Runs a function in a scope. */
export function runInDurableScope<Result>(scope: DurableScope, run: () => Result): Result {
  scopes ??= new (process.getBuiltinModule("node:async_hooks").AsyncLocalStorage)<DurableScope>();
  return scopes.run(scope, run);
}

/** Whether the second argument of a handler is a durable context, so that the handler stands inside of `withDurableExecution`. */
export function isDurableContext(value: unknown): value is DurableContextLike {
  const { configureLogger, executionContext } = (value ?? {}) as Partial<DurableContextLike>;
  return typeof configureLogger === "function" && typeof executionContext?.durableExecutionArn === "string";
}

/** ARN of the durable execution that an event of Lambda's belongs to, which `withDurableExecution` takes. */
export function durableArnOf(event: unknown): string | undefined {
  const { DurableExecutionArn: arn, CheckpointToken: token } = (event ?? {}) as Record<string, unknown>;
  return typeof arn === "string" && token !== undefined ? arn : undefined;
}

/** Whether operations of earlier invocations came with the event, besides the execution itself. */
export function isReplay(event: unknown): boolean {
  const { InitialExecutionState: state } = event as { InitialExecutionState?: { Operations?: unknown } };
  return Array.isArray(state?.Operations) && state.Operations.length > 1;
}

/** Whether a durable function has returned because it is suspended. */
export function isPending(event: unknown, result: unknown): boolean {
  return (
    (result as { Status?: unknown } | null | undefined)?.Status === "PENDING" &&
    durableArnOf(event) !== undefined
  );
}

/** Fields that name an execution: `arn:…:function:orders:7/durable-execution/<name>/<id>`. */
export function executionFields(arn: string): Fields {
  const [, name] = /\/durable-execution\/([^/]+)/.exec(arn) ?? [];
  return { executionName: name ?? arn };
}

/**
 * A function that makes a record's context that of the running operation, and drops records of a replay: undefined. The SDK's own
 * logger decides where no plugin is told of operations.
 */
export function durableRecords(
  context: DurableContextLike | undefined,
  logger: Logger,
  isReplayed: boolean,
): (context: Context) => Context | undefined {
  const probe = context === undefined ? undefined : probeOf(context, logger);
  const contexts = new WeakMap<Fields, Context>();
  return (outer) => {
    const scope = durableScope() ?? probe;
    if (scope === undefined) {
      if (isReplayed) tellOfReplays();
      return outer;
    }
    if (!scope.isLive()) return undefined;
    const { fields } = scope;
    if (fields === undefined) return outer;
    const merged = mergeFields(outer, fields);
    let inner = contexts.get(merged);
    if (inner === undefined) {
      inner = { fields: merged, unit: outer.unit, merged: new WeakMap() };
      contexts.set(merged, inner);
    }
    return inner;
  };
}

/** Asks the SDK's logger, which is silent in replays, by calling it; other calls of it go to ours. */
function probeOf(context: DurableContextLike, logger: Logger): DurableScope {
  let isAsking = false;
  let isLive = false;
  let data: { getDurableLogData(): DurableLogData } | undefined;
  const known = new Map<string, Fields>();
  const pass =
    (level: "debug" | "info" | "warn" | "error") =>
    (...values: unknown[]): void => {
      if (isAsking) isLive = true;
      else logger[level](values[0], ...(values.slice(1) as [string]));
    };
  const custom: DurableLoggerLike = {
    debug: pass("debug"),
    info: pass("info"),
    warn: pass("warn"),
    error: pass("error"),
    configureDurableLoggingContext(given) {
      data ??= given;
    },
  };
  context.configureLogger({ customLogger: custom });
  // Kept, because the application may put a logger of its own in its place.
  const asked = context.logger;
  return {
    isLive() {
      isAsking = true;
      isLive = false;
      try {
        asked.debug();
      } catch {
        isLive = true;
      } finally {
        isAsking = false;
      }
      return isLive;
    },
    get fields() {
      const { operationId, operationName, attempt } = data?.getDurableLogData() ?? {};
      return operationId === undefined
        ? undefined
        : operationFields(known, operationName ?? operationId, attempt);
    },
  };
}

/** The same object for the same operation and attempt, so that merges with it are made once. */
export function operationFields(
  known: Map<string, Fields>,
  operation: string,
  attempt: number | undefined,
): Fields {
  const key = `${operation}\n${attempt}`;
  let fields = known.get(key);
  if (fields === undefined) {
    fields = attempt === undefined ? { operation } : { operation, attempt };
    known.set(key, fields);
  }
  return fields;
}

let isTold = false;

function tellOfReplays(): void {
  if (isTold) return;
  isTold = true;
  const message =
    "records of a durable function's replays are written again: put withLogging inside, withDurableExecution(withLogging(…)), or give " +
    "withDurableExecution the plugin, { plugins: [durableLogging()] }";
  reportInternal({ code: "durable-replays", message });
}

/**
 * Does something before an invocation is suspended, which the SDK waits for. False where this version of the SDK has no place for it;
 * then the plugin tells.
 */
export function beforeSuspension(context: DurableContextLike, act: () => Promise<void>): boolean {
  type Details = { readonly cleanup?: () => unknown };
  type Manager = { terminate?(details?: Details): void };
  const manager = (context as { _executionContext?: { terminationManager?: Manager } })._executionContext
    ?.terminationManager;
  const terminate = manager?.terminate;
  if (manager === undefined || typeof terminate !== "function") return false;
  manager.terminate = (details) =>
    terminate.call(manager, {
      ...details,
      async cleanup() {
        await details?.cleanup?.();
        await act();
      },
    });
  return true;
}
