import { Token } from "aws-cdk-lib";
import type { IConstruct } from "constructs";
import { type CompiledPattern, compilePattern } from "cumulog/semantics";
import { ConstructError } from "./construct-error.ts";

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
