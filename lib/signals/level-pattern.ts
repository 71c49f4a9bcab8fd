import { FIELDS } from "../logger/fields.ts";
import { LEVELS, type LevelName } from "../logger/levels.ts";

/**
 * The CloudWatch filter pattern for records at or above a level, as the JSON formatter writes them. It is made of the same
 * constants as the formatter, so that the two cannot drift apart.
 */
export function levelPattern(level: LevelName): string {
  const names = (Object.keys(LEVELS) as LevelName[]).filter((name) => LEVELS[name] >= LEVELS[level]);
  const conditions = names.map((name) => `$.${FIELDS.level} = "${name.toUpperCase()}"`);
  return `{ ${conditions.join(" || ")} }`;
}
