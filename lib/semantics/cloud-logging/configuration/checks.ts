import {
  CLOUD_LOGGING_CONFIGURATION_ID_MAX_LENGTH,
  CLOUD_LOGGING_DESCRIPTION_MAX_LENGTH,
} from "../../limits.ts";
import { compileLoggingFilter, type LoggingFilter } from "../filter/compile.ts";
import { LoggingFilterSyntaxError } from "../filter/syntax-error.ts";
import { InvalidArgumentError } from "../invalid-argument-error.ts";

/** Characters of an identifier by what the identifier is of. */
const CHARACTERS = {
  /** Sinks and exclusions. */
  name: [/^[A-Za-z0-9][\w.-]*$/, "letters, digits, _ - and ., the first a letter or a digit"],
  /** Buckets and views. */
  id: [/^[\w.-]+$/, "letters, digits, _ - and ."],
  /** Links, which are names of BigQuery datasets. */
  dataset: [/^\w+$/, "letters, digits and _"],
} as const;

/** Checks an identifier. @throws InvalidArgumentError */
export function checkIdentifier(id: string, kind: keyof typeof CHARACTERS, field: string): void {
  const [pattern, allowed] = CHARACTERS[kind];
  if (pattern.test(id) && id.length <= CLOUD_LOGGING_CONFIGURATION_ID_MAX_LENGTH) return;
  throw new InvalidArgumentError(
    `The ${field} "${id.slice(0, 200)}" is invalid: expected 1 to ${CLOUD_LOGGING_CONFIGURATION_ID_MAX_LENGTH} ${allowed}.`,
    field,
  );
}

/** @throws InvalidArgumentError */
export function checkDescription(description: string | undefined): void {
  if (description !== undefined && description.length > CLOUD_LOGGING_DESCRIPTION_MAX_LENGTH)
    throw new InvalidArgumentError(
      `A description has at most ${CLOUD_LOGGING_DESCRIPTION_MAX_LENGTH} characters, this has ${description.length}.`,
      "description",
    );
}

/** Compiles a filter. @throws InvalidArgumentError */
export function checkFilter(filter = "", field = "filter"): LoggingFilter {
  try {
    return compileLoggingFilter(filter);
  } catch (error) {
    if (error instanceof LoggingFilterSyntaxError)
      throw new InvalidArgumentError(`Unparseable filter: ${error.message}`, field);
    throw error;
  }
}
