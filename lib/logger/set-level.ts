import { durationMs, type LevelOverride, LevelOverrides } from "./level-overrides.ts";
import { type Level, parseLevel } from "./levels.ts";
import { applyRunTimeLevels } from "./registry.ts";

/** How long a level set at run time holds. */
export interface SetLevelOptions {
  /** Milliseconds, or text such as `"30s"`, `"10m"` or `"2h"`. @default until it is undone */
  readonly for?: string | number;
}

const overrides = /* @__PURE__ */ new LevelOverrides();

/**
 * Changes the level of `orders`, of `orders.*` (it and all below) or of `*`, over what is configured, also over a later
 * configuration. The last call for a name wins.
 *
 * @returns a function that undoes the change before its time
 * @throws {InvalidLevelError} for an unknown level
 * @throws {TypeError} for a time that is not one
 */
export function setLevel(pattern: string, level: Level, options: SetLevelOptions = {}): () => void {
  const override: LevelOverride = { pattern, level: parseLevel(level) };
  const lasts = options.for === undefined ? undefined : durationMs(options.for);
  const undo = (): void => {
    overrides.remove(override);
    applyRunTimeLevels(overrides);
  };
  overrides.add(override);
  applyRunTimeLevels(overrides);
  const timer = lasts === undefined ? undefined : setTimeout(undo, lasts);
  timer?.unref();
  return () => {
    clearTimeout(timer);
    undo();
  };
}
