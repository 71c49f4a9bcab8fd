import type { Fields } from "../logger/context.ts";
import { type DurableScope, durableScope, operationFields, runInDurableScope } from "./durable.ts";
import { endSuspended } from "./open-invocations.ts";

/** What is read of an operation. */
export interface DurableOperation {
  readonly id: string;
  readonly name?: string;
  readonly type: string;
  readonly parentId?: string;
  readonly status?: string;
  readonly attempt?: number;
}
/** What is read of an invocation of a durable execution. */
export interface DurableInvocation {
  readonly requestId: string;
  readonly operations: Readonly<Record<string, DurableOperation>>;
}

/** What {@link durableLogging} returns: hooks for `withDurableExecution`. */
export interface DurableLoggingPlugin {
  wrapInvocation<Output>(info: DurableInvocation, fn: () => Promise<Output>): Promise<Output>;
  wrapChildContextFn(info: DurableOperation, fn: () => unknown): unknown;
  wrapOperationAttemptFn(info: DurableOperation, fn: () => unknown): unknown;
  onOperationStart(info: DurableOperation): Promise<void>;
  onOperationEnd(info: DurableOperation): Promise<void>;
  onInvocationEnd(info: DurableInvocation): Promise<void>;
}

const ROOT = "";
const FINISHED: ReadonlySet<string> = new Set(["SUCCEEDED", "FAILED", "TIMED_OUT", "STOPPED", "CANCELLED"]);

/**
 * Operations of earlier invocations by their parent, in the order of their starts, less those that this one has come by. Where none is
 * left, code runs for the first time.
 *
 * The SDK tells nothing of a step that has its result already. One that stands before another operation is passed with that; one at the
 * end, as an invocation that broke off leaves it, is not waited for: rather a record twice than never.
 */
class Progress {
  readonly #known = new Map<string, string[]>();
  readonly #all: ReadonlySet<string>;
  readonly #finished = new Set<string>();
  readonly fields = new Map<string, Fields>();

  constructor(operations: Readonly<Record<string, DurableOperation>>) {
    const all = Object.values(operations).filter(({ type }) => type !== "EXECUTION");
    this.#all = new Set(all.map(({ id }) => id));
    for (const { id, status } of all)
      if (status !== undefined && FINISHED.has(status)) this.#finished.add(id);
    for (const [parentId, siblings] of Map.groupBy(all, ({ parentId }) => parentId ?? ROOT)) {
      const last = siblings.findLastIndex(({ id, type }) => type !== "STEP" || !this.#finished.has(id));
      this.#known.set(
        parentId,
        siblings.slice(0, last + 1).map(({ id }) => id),
      );
    }
  }

  /** Takes that an operation was come by. */
  pass({ id, parentId }: DurableOperation): void {
    const siblings = this.#known.get(parentId ?? ROOT);
    if (siblings === undefined) return;
    const index = siblings.indexOf(id);
    // One that is not known is new, and so is everything behind it; one that was passed is not looked for again.
    siblings.splice(0, this.#all.has(id) ? index + 1 : siblings.length);
  }

  isLive(parentId: string): boolean {
    return !this.#finished.has(parentId) && !this.#known.get(parentId)?.length;
  }
}

class TrackedScope implements DurableScope {
  readonly progress: Progress;
  readonly fields: Fields | undefined;
  readonly #id: string | undefined;

  /** @param id of the context whose code runs; undefined for code that is never run again */
  constructor(progress: Progress, id: string | undefined, fields: Fields | undefined) {
    this.progress = progress;
    this.#id = id;
    this.fields = fields;
  }

  isLive(): boolean {
    return this.#id === undefined || this.progress.isLive(this.#id);
  }
}

/**
 * A plugin for durable functions: `withDurableExecution(handler, { plugins: [durableLogging()] })`. With it {@link withLogging} may stand
 * inside or outside of `withDurableExecution`; every record is written once although the handler is replayed, also in child contexts,
 * and has the operation's name and attempt.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/durable-functions.html
 */
export function durableLogging(): DurableLoggingPlugin {
  const within = (info: DurableOperation, id: string | undefined, fn: () => unknown): unknown => {
    const outer = durableScope();
    if (!(outer instanceof TrackedScope)) return fn();
    const { progress } = outer;
    const attempt = id === undefined ? info.attempt : undefined;
    const fields = operationFields(progress.fields, info.name ?? info.id, attempt);
    return runInDurableScope(new TrackedScope(progress, id, fields), fn);
  };
  const pass = async (info: DurableOperation): Promise<void> => {
    const scope = durableScope();
    if (scope instanceof TrackedScope) scope.progress.pass(info);
  };
  return {
    wrapInvocation: (info, fn) =>
      runInDurableScope(new TrackedScope(new Progress(info.operations), ROOT, undefined), fn),
    wrapChildContextFn: (info, fn) => within(info, info.id, fn),
    wrapOperationAttemptFn: (info, fn) => within(info, undefined, fn),
    onOperationStart: pass,
    onOperationEnd: pass,
    onInvocationEnd: ({ requestId }) => endSuspended(requestId),
  };
}
