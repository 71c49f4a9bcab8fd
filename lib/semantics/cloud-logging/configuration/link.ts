import { InvalidArgumentError } from "../invalid-argument-error.ts";
import type { LogBucket } from "./bucket.ts";
import { checkDescription, checkIdentifier } from "./checks.ts";

/** A BigQuery dataset that shows a bucket. @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.locations.buckets.links */
export interface LogLink {
  /** `projects/P/locations/L/buckets/B/links/L`. */
  readonly name: string;
  readonly description?: string;
  readonly createTime?: string;
  readonly lifecycleState?: "ACTIVE";
  readonly bigqueryDataset?: { readonly datasetId?: string };
}

/**
 * Checks a link of a bucket and names its dataset: it is named like the link, and lies in the bucket's project.
 *
 * @param linked ids of the project's links: a dataset of that name may not be there
 * @throws InvalidArgumentError
 */
export function acceptLink(
  { description }: Pick<LogLink, "description">,
  id: string,
  bucket: LogBucket,
  linked: readonly string[],
): LogLink {
  checkIdentifier(id, "dataset", "linkId");
  checkDescription(description);
  if (!bucket.analyticsEnabled)
    throw new InvalidArgumentError(
      `The bucket ${bucket.name} is not upgraded to log analytics, which a link needs.`,
      "parent",
    );
  if (linked.includes(id)) throw new InvalidArgumentError(`The dataset "${id}" exists.`, "linkId");
  const [, owner = ""] = /^(.*)\/locations\//.exec(bucket.name) ?? [];
  return {
    name: `${bucket.name}/links/${id}`,
    ...(description ? { description } : undefined),
    lifecycleState: "ACTIVE",
    bigqueryDataset: { datasetId: `bigquery.googleapis.com/${owner}/datasets/${id}` },
  };
}
