import type { AsyncLocalStorage } from "node:async_hooks";
import { activeSpanFields } from "./active-span.ts";
import { ownMembers } from "./own-members.ts";
import type { RecordBuffer } from "./record-buffer.ts";

/** Keys and values that every record inside a context carries. */
export type Fields = Readonly<Record<string, unknown>>;

/** What belongs to one unit of work (a request, an invocation): all contexts nested in its outermost one. */
export interface UnitOfWork {
  /** A number from 0 to 1, drawn once, so that a unit of work is sampled as a whole. */
  readonly sample: number;
  /** Records below the level, kept until an error follows. */
  buffer: RecordBuffer | undefined;
  /** Fields for the one record that tells of the whole; undefined where none is written. */
  wide: Record<string, unknown> | undefined;
  /** Gives the context that a record has now; undefined for one that was written when the same code ran before. */
  durable: ((context: Context) => Context | undefined) | undefined;
}

/** One context: its merged keys, the unit of work, and the merges with child loggers' bindings made so far. */
export interface Context {
  readonly fields: Fields;
  readonly unit: UnitOfWork;
  readonly merged: WeakMap<Fields, Fields>;
}

/** Made for the first context: a program without one does not pay for it at its start. */
let storage: AsyncLocalStorage<Context> | undefined;

function openStorage(): AsyncLocalStorage<Context> {
  storage ??= new (process.getBuiltinModule("node:async_hooks").AsyncLocalStorage)<Context>();
  return storage;
}

function nest(given: Fields): Context {
  const outer = currentContext();
  const fields = ownMembers(given);
  return {
    fields: outer === undefined ? fields : { ...outer.fields, ...fields },
    unit: outer?.unit ?? { sample: Math.random(), buffer: undefined, wide: undefined, durable: undefined },
    merged: new WeakMap(),
  };
}

/**
 * Runs a function so that every record logged inside it, also after `await`, carries these fields. Contexts nest; the
 * inner one's keys win. Values are written as they are at the first record of the context.
 *
 * @returns what the function returns
 */
export function withContext<Result>(fields: Fields, run: () => Result): Result {
  return openStorage().run(nest(fields), run);
}

/** Adds fields to the rest of the current asynchronous execution, where a function to wrap is not at hand. */
export function enterContext(fields: Fields): void {
  openStorage().enterWith(nest(fields));
}

/** Makes a context of its own, of which nothing is inherited, that of the rest of the current execution. @internal */
export function enterOwnContext(context: Context): void {
  openStorage().enterWith(context);
}

/** Runs a function in a given context. @internal */
export function runInContext<Result>(context: Context, run: () => Result): Result {
  return currentContext() === context ? run() : openStorage().run(context, run);
}

/** Fields of the current context, outer ones included; `undefined` outside of any. */
export function getContext(): Fields | undefined {
  return currentContext()?.fields;
}

/** Context of a record that is made now; null where it is not to be written again. @internal */
export function recordContext(): Context | undefined | null {
  const context = storage?.getStore();
  const durable = context?.unit.durable;
  return durable === undefined ? context : (durable(context as Context) ?? null);
}

/** @internal */
export function currentContext(): Context | undefined {
  return storage?.getStore();
}

/**
 * What a record carries: the context's keys, then the active span's, then a child logger's bindings; the later ones win.
 * @internal
 */
export function carriedFields(
  context: Context | undefined,
  bindings: Fields | undefined,
): Fields | undefined {
  const span = activeSpanFields();
  const own =
    span === undefined ? bindings : bindings === undefined ? span.fields : mergeFields(span, bindings);
  if (context === undefined) return own;
  return own === undefined ? context.fields : mergeFields(context, own);
}

/** Both together, of which the inner ones win; made once for each pair. @internal */
export function mergeFields(outer: Pick<Context, "fields" | "merged">, inner: Fields): Fields {
  let merged = outer.merged.get(inner);
  if (merged === undefined) {
    merged = { ...outer.fields, ...inner };
    outer.merged.set(inner, merged);
  }
  return merged;
}
