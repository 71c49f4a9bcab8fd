import { CLOUD_LOGGING_LOG_ID_MAX_LENGTH } from "cumulog/semantics";
import { GoogleError } from "./google-error.ts";

const LOG_NAME = /^\/?((?:projects|organizations|folders|billingAccounts)\/[^/]+)\/logs\/([^/]+)$/;
const PARENT =
  /^((?:projects|organizations|folders|billingAccounts)\/[^/]+)(?:\/locations\/[^/]+\/buckets\/[^/]+\/views\/[^/]+)?$/;

/**
 * Checks the name of a log and takes off a leading slash.
 *
 * @throws GoogleError INVALID_ARGUMENT
 * @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry
 */
export function checkLogName(logName: string): string {
  const [, parent, encoded = ""] = LOG_NAME.exec(logName) ?? [];
  const id = parent === undefined ? "" : decoded(encoded);
  const valid = /^[\w./-]+$/.test(id) && id.length <= CLOUD_LOGGING_LOG_ID_MAX_LENGTH;
  if (valid) return `${parent}/logs/${encoded}`;
  throw new GoogleError(
    "INVALID_ARGUMENT",
    `Invalid log name "${logName}": expected projects/PROJECT_ID/logs/LOG_ID (or organizations, folders, ` +
      "billingAccounts), with LOG_ID URL-encoded, fewer than 512 characters, only letters, digits and / _ - .",
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/**
 * The start of the log names that belong to a resource or to a view of one of its buckets.
 *
 * @throws GoogleError INVALID_ARGUMENT
 */
export function logNamePrefix(resourceName: string): string {
  const [, parent] = PARENT.exec(resourceName) ?? [];
  if (parent !== undefined) return `${parent}/logs/`;
  throw new GoogleError(
    "INVALID_ARGUMENT",
    `Invalid resource name "${resourceName}": expected projects/ID, organizations/ID, folders/ID, ` +
      "billingAccounts/ID, or a view of one of their buckets",
  );
}

/** @throws GoogleError INVALID_ARGUMENT when none is given or one is malformed */
export function logNamePrefixes(resourceNames: readonly string[]): readonly string[] {
  if (resourceNames.length === 0)
    throw new GoogleError("INVALID_ARGUMENT", "At least one resource name is required.");
  if (resourceNames.length > 100)
    throw new GoogleError("INVALID_ARGUMENT", "At most 100 resource names can be given.");
  return resourceNames.map(logNamePrefix);
}
