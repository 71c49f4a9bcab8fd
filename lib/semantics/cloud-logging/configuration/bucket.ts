import {
  CLOUD_LOGGING_DEFAULT_RETENTION_DAYS,
  CLOUD_LOGGING_MAX_BUCKET_INDEXES,
  CLOUD_LOGGING_MAX_RETENTION_DAYS,
} from "../../limits.ts";
import { InvalidArgumentError } from "../invalid-argument-error.ts";
import { checkDescription } from "./checks.ts";

/** Where entries are stored. @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.locations.buckets */
export interface LogBucket {
  /** `projects/P/locations/L/buckets/B`. */
  readonly name: string;
  readonly description?: string;
  /** 1 to 3,650; 0 means the default. @default 30 */
  readonly retentionDays?: number;
  /** Its retention cannot change any more. */
  readonly locked?: boolean;
  readonly lifecycleState?: "ACTIVE" | "DELETE_REQUESTED";
  /** Can be queried with SQL; cannot be taken back. */
  readonly analyticsEnabled?: boolean;
  readonly restrictedFields?: readonly string[];
  readonly indexConfigs?: readonly {
    readonly fieldPath?: string;
    readonly type?: string;
    readonly createTime?: string;
  }[];
  readonly cmekSettings?: Readonly<Record<string, unknown>>;
  readonly createTime?: string;
  readonly updateTime?: string;
}

const RESTRICTABLE = [
  "textPayload",
  "jsonPayload",
  "protoPayload",
  "httpRequest",
  "labels",
  "sourceLocation",
];

/**
 * Checks a bucket and fills in its retention.
 *
 * @param former what the bucket was before an update
 * @throws InvalidArgumentError
 */
export function acceptBucket(bucket: LogBucket, former?: LogBucket): LogBucket {
  const { retentionDays = 0 } = bucket;
  if (
    !Number.isInteger(retentionDays) ||
    retentionDays < 0 ||
    retentionDays > CLOUD_LOGGING_MAX_RETENTION_DAYS
  )
    throw new InvalidArgumentError(
      `The retention is ${retentionDays} days: expected 1 to ${CLOUD_LOGGING_MAX_RETENTION_DAYS}, or 0 for ${CLOUD_LOGGING_DEFAULT_RETENTION_DAYS}.`,
      "retentionDays",
    );
  const accepted = { ...bucket, retentionDays: retentionDays || CLOUD_LOGGING_DEFAULT_RETENTION_DAYS };
  checkDescription(bucket.description);
  checkFields(bucket);
  if (former) checkChange(accepted, former);
  return accepted;
}

function checkFields({ restrictedFields = [], indexConfigs = [] }: LogBucket): void {
  const wrong = restrictedFields.find((path) => !RESTRICTABLE.includes(path.split(".")[0]!));
  if (wrong !== undefined)
    throw new InvalidArgumentError(
      `The field "${wrong}" cannot be restricted: expected one of ${RESTRICTABLE.join(", ")}, or a field inside them.`,
      "restrictedFields",
    );
  if (indexConfigs.length > CLOUD_LOGGING_MAX_BUCKET_INDEXES)
    throw new InvalidArgumentError(
      `A bucket has at most ${CLOUD_LOGGING_MAX_BUCKET_INDEXES} indexes, this has ${indexConfigs.length}.`,
      "indexConfigs",
    );
  for (const [index, { fieldPath, type }] of indexConfigs.entries())
    if (!fieldPath || !type || type === "INDEX_TYPE_UNSPECIFIED")
      throw new InvalidArgumentError(
        `The index ${index + 1} of the bucket needs a fieldPath and a type: INDEX_TYPE_STRING or INDEX_TYPE_INTEGER.`,
        `indexConfigs[${index}]`,
      );
}

/** What an update cannot take back. */
function checkChange(next: LogBucket, former: LogBucket): void {
  if (former.locked && next.retentionDays !== former.retentionDays)
    throw new InvalidArgumentError("The bucket is locked: its retention cannot change.", "retentionDays");
  if (former.locked && !next.locked)
    throw new InvalidArgumentError("The bucket is locked, which cannot be taken back.", "locked");
  if (former.analyticsEnabled && !next.analyticsEnabled)
    throw new InvalidArgumentError(
      "Log analytics, once enabled for a bucket, cannot be disabled.",
      "analyticsEnabled",
    );
  if (former.cmekSettings && !next.cmekSettings)
    throw new InvalidArgumentError("The CMEK settings of a bucket cannot be taken back.", "cmekSettings");
}
