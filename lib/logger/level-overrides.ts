import type { RunTimeLevels } from "./settings.ts";

/** A level set at run time for the names that a pattern matches; it wins over the configuration. */
export interface LevelOverride {
  readonly pattern: string;
  readonly level: number;
}

/** The levels set at run time, of which the last one wins. */
export class LevelOverrides implements RunTimeLevels {
  readonly #all: LevelOverride[] = [];

  add(override: LevelOverride): void {
    this.#all.push(override);
  }

  remove(override: LevelOverride): void {
    const index = this.#all.indexOf(override);
    if (index >= 0) this.#all.splice(index, 1);
  }

  matching(name: string): number | undefined {
    return this.#all.findLast(({ pattern }) => pattern.endsWith("*") && matchesName(pattern, name))?.level;
  }

  of(name: string): number | undefined {
    return this.#all.findLast(({ pattern }) => pattern === name)?.level;
  }
}

/** Whether a logger is meant: by `orders.*` it and all below, by `*` every one. */
function matchesName(pattern: string, name: string): boolean {
  if (pattern === "*") return true;
  const prefix = pattern.slice(0, -2);
  return pattern.endsWith(".*") && (name === prefix || name.startsWith(`${prefix}.`));
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Longest delay of a timer in Node.js; a longer one would fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Milliseconds of `"10m"`, `"30s"`, `"500ms"`, `"2h"`, `"1d"` or a number of milliseconds.
 *
 * @throws {TypeError} for anything else, and beyond 24 days
 */
export function durationMs(duration: string | number): number {
  const match = typeof duration === "string" ? /^\s*(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)\s*$/.exec(duration) : null;
  const milliseconds =
    match === null ? Number(duration) : Number(match[1]) * (UNITS[match[2] as string] as number);
  if (milliseconds > 0 && milliseconds <= LONGEST_MS && (match !== null || typeof duration === "number"))
    return milliseconds;
  throw new TypeError(
    `duration ${JSON.stringify(duration)} is not one; use milliseconds as a number, or text such as "30s", "10m" or "2h", up to 24 days`,
  );
}
