import { AsyncLocalStorage } from "node:async_hooks";
import { type Context, currentContext, enterContext, type Fields, withContext } from "../logger/context.ts";

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Runs a function in the asynchronous context that was current when this one was made. */
export type InContext = <Result>(run: () => Result) => Result;

/** A context of an invocation, of which nothing is inherited. */
export interface InvocationContext {
  /** Adds a field that was found out late. */
  add(fields: Fields): void;
  readonly run: InContext;
}

/**
 * Makes the rest of the current execution the invocation's. Hooks cannot wrap what follows them, so the context stays
 * current in a caller that started several invocations without awaiting; none of it may reach the next one.
 */
export function enterInvocation(fields: Fields, keepAll: boolean, capture: boolean): InvocationContext {
  enterContext(NOTHING);
  return own(fields, keepAll, capture);
}

const NOTHING: Fields = {};
const asItIs: InContext = (run) => run();

/** Runs a function as an invocation. */
export function runInvocation<Result>(
  fields: Fields,
  keepAll: boolean,
  run: (context: InvocationContext) => Result,
): Result {
  return withContext(NOTHING, () => run(own(fields, keepAll, false)));
}

/** @param capture whether `run` is called where the context may not be current any more */
function own(fields: Fields, keepAll: boolean, capture: boolean): InvocationContext {
  const context = currentContext() as Mutable<Context>;
  context.fields = fields;
  context.unit = { sample: keepAll ? 0 : Math.random(), buffer: undefined };
  return {
    add(further) {
      context.fields = { ...context.fields, ...further };
      context.merged = new WeakMap();
    },
    run: capture ? (AsyncLocalStorage.snapshot() as InContext) : asItIs,
  };
}
