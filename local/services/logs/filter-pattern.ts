import { type CompiledPattern, compilePattern } from "../../../lib/semantics/pattern/compile-pattern.ts";
import { PatternSyntaxError } from "../../../lib/semantics/pattern/pattern-syntax-error.ts";
import { invalidParameter } from "./errors.ts";

/** @throws ServiceError `InvalidParameterException` saying what is wrong where in the pattern */
export function compileFilterPattern(pattern: string): CompiledPattern {
  try {
    return compilePattern(pattern);
  } catch (error) {
    if (error instanceof PatternSyntaxError)
      throw invalidParameter(`Invalid filter pattern: ${error.message}`);
    throw error;
  }
}
