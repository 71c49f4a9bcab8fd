import { type EventPattern, InvalidEventPatternError, parseEventPattern } from "cumulog/semantics";
import { ServiceError } from "../../kernel/service-error.ts";

/** @throws ServiceError `InvalidEventPatternException` with the reason */
export function readPattern(text: string): EventPattern {
  try {
    return parseEventPattern(text);
  } catch (error) {
    if (!(error instanceof InvalidEventPatternError)) throw error;
    throw new ServiceError(
      "InvalidEventPatternException",
      `Event pattern is not valid. Reason: ${error.message}`,
    );
  }
}
