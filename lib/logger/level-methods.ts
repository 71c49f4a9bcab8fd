import { LEVELS, type LevelName } from "./levels.ts";

/** Name of the method that takes a call whose level is on. */
export const WRITE = Symbol("write");

/** What the level methods need of a logger. */
export interface Writer {
  [WRITE](level: number, first: unknown, rest: readonly unknown[]): void;
}

type LevelMethod = (this: Writer, first: unknown, ...rest: unknown[]) => void;

/**
 * `trace` to `fatal` of all loggers that share a level. It stands in their prototype chain and has an empty function for
 * each level that is off, so that such a call costs what an empty function does.
 */
export type LevelMethods = Record<LevelName, LevelMethod>;

const ON: LevelMethods = {
  trace(first, ...rest) {
    this[WRITE](LEVELS.trace, first, rest);
  },
  debug(first, ...rest) {
    this[WRITE](LEVELS.debug, first, rest);
  },
  info(first, ...rest) {
    this[WRITE](LEVELS.info, first, rest);
  },
  warn(first, ...rest) {
    this[WRITE](LEVELS.warn, first, rest);
  },
  error(first, ...rest) {
    this[WRITE](LEVELS.error, first, rest);
  },
  fatal(first, ...rest) {
    this[WRITE](LEVELS.fatal, first, rest);
  },
};

/** What the methods of a level that is off do. */
export function off(): void {}

/** Switches the methods on from a threshold upwards. */
export function switchMethods(methods: LevelMethods, threshold: number): void {
  for (const name of Object.keys(LEVELS) as LevelName[])
    methods[name] = LEVELS[name] >= threshold ? ON[name] : off;
}
