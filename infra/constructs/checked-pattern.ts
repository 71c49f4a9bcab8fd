import { Token } from "aws-cdk-lib";
import type { IConstruct } from "constructs";
import { FIELDS } from "../../lib/logger/fields.ts";
import { LEVELS, type LevelName } from "../../lib/logger/levels.ts";
import { type CompiledPattern, compilePattern } from "../../lib/semantics/index.ts";
import { ConstructError } from "./construct-error.ts";

/**
 * The filter pattern for records at or above a level, as the library's JSON formatter writes them. It is made of the
 * same constants as the formatter, so that the two cannot drift apart.
 */
export function levelPattern(level: LevelName): string {
  const names = (Object.keys(LEVELS) as LevelName[]).filter((name) => LEVELS[name] >= LEVELS[level]);
  const conditions = names.map((name) => `$.${FIELDS.level} = "${name.toUpperCase()}"`);
  return `{ ${conditions.join(" || ")} }`;
}

/**
 * Compiles a filter pattern as CloudWatch Logs reads it. A pattern that is known only at deployment is not checked.
 *
 * @throws ConstructError with the construct's path and the place in the pattern
 */
export function checkPattern(scope: IConstruct, pattern: string): CompiledPattern | undefined {
  if (Token.isUnresolved(pattern)) return undefined;
  try {
    return compilePattern(pattern);
  } catch (cause) {
    throw new ConstructError(
      scope,
      `the filter pattern ${pattern} is not valid: ${(cause as Error).message}`,
      { cause },
    );
  }
}
