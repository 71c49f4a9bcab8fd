import { CLOUD_LOGGING_LOG_ID_MAX_LENGTH } from "cumulog/semantics";
import { GoogleError } from "../../kernel/google/google-error.ts";

const LOG_NAME = /^\/?((?:projects|organizations|folders|billingAccounts)\/[^/]+)\/logs\/([^/]+)$/;
const SCOPE =
  /^((?:projects|organizations|folders|billingAccounts)\/[^/]+)(?:(\/locations\/[^/]+\/buckets\/[^/]+)\/views\/[^/]+)?$/;

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

/** What a resource name of a request means: an owner of logs, or a view of one of its buckets. */
export interface EntryScope {
  /** For example `projects/shop`. */
  readonly owner: string;
  /** The bucket's full name. */
  readonly bucket?: string;
}

/** @throws GoogleError INVALID_ARGUMENT */
function entryScope(resourceName: string): EntryScope {
  const [, owner, bucket] = SCOPE.exec(resourceName) ?? [];
  if (owner !== undefined) return bucket === undefined ? { owner } : { owner, bucket: owner + bucket };
  throw new GoogleError(
    "INVALID_ARGUMENT",
    `Invalid resource name "${resourceName}": expected projects/ID, organizations/ID, folders/ID, ` +
      "billingAccounts/ID, or a view of one of their buckets",
  );
}

/** @throws GoogleError INVALID_ARGUMENT when none is given or one is malformed */
export function entryScopes(
  resourceNames: readonly string[],
): readonly (EntryScope & { readonly name: string })[] {
  if (resourceNames.length === 0)
    throw new GoogleError("INVALID_ARGUMENT", "At least one resource name is required.");
  if (resourceNames.length > 100)
    throw new GoogleError("INVALID_ARGUMENT", "At most 100 resource names can be given.");
  return resourceNames.map((name) => ({ ...entryScope(name), name }));
}
