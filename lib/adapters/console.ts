import { format } from "node:util";
import { isError } from "../logger/error-members.ts";
import { LEVELS } from "../logger/levels.ts";
import { type AdapterOptions, RecordSink } from "./record-sink.ts";

const METHODS = {
  trace: LEVELS.trace,
  debug: LEVELS.debug,
  log: LEVELS.info,
  info: LEVELS.info,
  warn: LEVELS.warn,
  error: LEVELS.error,
} as const;

type Method = keyof typeof METHODS;
type ConsoleMethod = (...values: unknown[]) => void;

/** Options of {@link captureConsole}. */
export interface ConsoleAdapterOptions extends AdapterOptions {
  /** Prints on the console as well. @default false */
  readonly alsoPrint?: boolean;
  /** Console to capture. @default the global one */
  readonly target?: Pick<Console, Method>;
}

/**
 * Turns what is written with `console.log`, `info`, `debug`, `warn`, `error` and `trace` into records. The text is as the
 * console would print it; an error among the values becomes the record's error. What a handler itself prints while it
 * takes a record goes to the console as before.
 *
 * @returns a function that gives the console back
 */
export function captureConsole(options: ConsoleAdapterOptions = {}): () => void {
  const target = (options.target ?? console) as unknown as Record<Method, ConsoleMethod>;
  const sink = new RecordSink(options);
  const originals = new Map<Method, { readonly original: ConsoleMethod; readonly capture: ConsoleMethod }>();
  let inside = false;
  for (const [method, level] of Object.entries(METHODS) as [Method, number][]) {
    const original = target[method];
    const capture: ConsoleMethod = (...values) => {
      if (inside || options.alsoPrint === true) original.apply(target, values);
      if (inside) return;
      inside = true;
      try {
        sink.take({ level, message: textOf(values), error: values.find(isError) });
      } finally {
        inside = false;
      }
    };
    originals.set(method, { original, capture });
    target[method] = capture;
  }
  return () => {
    for (const [method, { original, capture }] of originals)
      if (target[method] === capture) target[method] = original;
  };
}

function textOf(values: readonly unknown[]): string {
  try {
    // An error's text stands in for the stack, which the record has as its own member.
    return format(...values.map((value) => (isError(value) ? `${value.name}: ${value.message}` : value)));
  } catch {
    return "[unreadable]";
  }
}
