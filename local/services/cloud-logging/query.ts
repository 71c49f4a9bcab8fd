import type { LogEntry } from "cumulog/semantics";
import { compileLoggingFilter, type LoggingFilter, LoggingFilterSyntaxError } from "cumulog/semantics";
import { GoogleError } from "./google-error.ts";
import { logNamePrefixes } from "./resource-names.ts";

/**
 * What a request selects: the entries of its resources that match its filter.
 *
 * @throws GoogleError INVALID_ARGUMENT
 */
export function compileSelection(
  resourceNames: readonly string[],
  filter: string,
): (entry: LogEntry) => boolean {
  const prefixes = logNamePrefixes(resourceNames);
  const { matches } = parseQuery(filter);
  return (entry) => prefixes.some((prefix) => entry.logName!.startsWith(prefix)) && matches(entry);
}

/** @throws GoogleError INVALID_ARGUMENT */
export function parseQuery(filter: string): LoggingFilter {
  try {
    return compileLoggingFilter(filter);
  } catch (error) {
    if (error instanceof LoggingFilterSyntaxError)
      throw new GoogleError("INVALID_ARGUMENT", `Unparseable filter: ${error.message}`);
    throw error;
  }
}
