import type { Level } from "../logger/levels.ts";
import type { HandlerType } from "./handler-types.ts";
import type { LoggingOptions } from "./logging-options.ts";

/** A handler as a file describes it: its type, and the options of that type's constructor. */
export interface HandlerDescription {
  readonly type: HandlerType;
  readonly level?: Level;
  readonly formatter?:
    | "json"
    | "pretty"
    | { readonly pattern: string; readonly escape?: boolean }
    | { readonly conventions: "otel"; readonly resource?: boolean };
  readonly [option: string]: unknown;
}

/** The `logging` section of a file, checked. */
export type LoggingSection = Omit<LoggingOptions, "handlers"> & {
  readonly handlers?: Readonly<Record<string, HandlerDescription>>;
};
