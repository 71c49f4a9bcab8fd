import { type CompiledPattern, compilePattern, PatternSyntaxError } from "cumulog/semantics/pattern";
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
