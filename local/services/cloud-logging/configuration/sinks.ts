import { createHash } from "node:crypto";
import { GoogleError } from "../google-error.ts";
import { ANY_PARENT, checkDescription, checkFilter, withoutDefaults } from "./checks.ts";
import { EXCLUSIONS, type LogExclusion } from "./exclusions.ts";
import type { NamedResource, ResourceKind } from "./named-resources.ts";

/** @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.sinks */
export interface LogSink extends NamedResource {
  readonly destination?: string;
  readonly filter?: string;
  readonly description?: string;
  readonly disabled?: boolean;
  readonly exclusions?: readonly LogExclusion[];
  readonly outputVersionFormat?: string;
  readonly writerIdentity?: string;
  readonly includeChildren?: boolean;
  readonly bigqueryOptions?: { readonly usePartitionedTables?: boolean };
}

/** What an update may name; the rest is the service's own. */
export const SINK_MEMBERS = [
  "destination",
  "filter",
  "description",
  "disabled",
  "exclusions",
  "outputVersionFormat",
  "includeChildren",
  "bigqueryOptions",
] as const;

/** What an update without a mask replaces. @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.sinks/update */
export const SINK_MEMBERS_BY_DEFAULT: readonly string[] = ["destination", "filter", "includeChildren"];

const SHARED_WRITER = "serviceAccount:cloud-logs@system.gserviceaccount.com";

const DESTINATION =
  /^(?:storage\.googleapis\.com\/[^/]+|bigquery\.googleapis\.com\/(?:projects\/[^/]+\/)?datasets\/[^/]+|pubsub\.googleapis\.com\/projects\/[^/]+\/topics\/[^/]+|logging\.googleapis\.com\/(?:projects|organizations|folders|billingAccounts)\/[^/]+(?:\/locations\/[^/]+\/buckets\/[^/]+)?)$/;

export const SINKS: ResourceKind<LogSink> = {
  collection: "sinks",
  title: "Sink",
  parents: ANY_PARENT,
  id: /^[A-Za-z0-9_][\w.-]{0,99}$/,
  accept(sink, parent) {
    const { destination = "", exclusions = [] } = sink;
    if (!DESTINATION.test(destination))
      throw new GoogleError(
        "INVALID_ARGUMENT",
        `The destination "${destination}" of the sink is invalid: expected storage.googleapis.com/BUCKET, ` +
          "bigquery.googleapis.com/projects/PROJECT/datasets/DATASET, pubsub.googleapis.com/projects/PROJECT/topics/TOPIC " +
          "or logging.googleapis.com/projects/PROJECT/locations/LOCATION/buckets/BUCKET.",
        { field: "sink.destination" },
      );
    checkFilter(sink.filter, false);
    checkDescription(sink.description);
    return withoutDefaults({
      ...sink,
      exclusions: exclusions.map((exclusion) => EXCLUSIONS.accept(exclusion, parent)),
    });
  },
};

/**
 * Who writes to a sink's destination.
 *
 * @param unique whether the sink asks for an identity of its own; sinks of projects may go without
 * @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.sinks/create
 */
export function writerIdentityOf(
  parent: string,
  { destination = "" }: LogSink,
  unique: boolean,
): string | undefined {
  if (destination.startsWith(`logging.googleapis.com/${parent}/`)) return undefined;
  if (!unique && parent.startsWith("projects/")) return SHARED_WRITER;
  const number = Number.parseInt(createHash("sha256").update(parent).digest("hex").slice(0, 10), 16);
  return `serviceAccount:service-${number}@gcp-sa-logging.iam.gserviceaccount.com`;
}

/** Whether a sink has an identity of its own, which it then keeps. */
export function hasUniqueWriter({ writerIdentity }: LogSink): boolean {
  return writerIdentity !== undefined && writerIdentity !== SHARED_WRITER;
}
