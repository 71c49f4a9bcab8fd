import { InvalidArgumentError } from "../invalid-argument-error.ts";

/** Where a sink sends entries. */
export type SinkDestination =
  | { readonly kind: "storage"; readonly bucket: string }
  | { readonly kind: "bigquery"; readonly project: string; readonly dataset: string }
  | { readonly kind: "pubsub"; readonly project: string; readonly topic: string }
  /** `bucket` is the full resource name. */
  | { readonly kind: "bucket"; readonly parent: string; readonly bucket: string }
  /** Another project, whose own sinks decide further. */
  | { readonly kind: "project"; readonly parent: string };

const OWNER = "(?:projects|organizations|folders|billingAccounts)/[^/\\s]+";

const FORMS: readonly (readonly [RegExp, (parts: readonly string[]) => SinkDestination])[] = [
  [/^storage\.googleapis\.com\/([^/\s]+)$/, ([bucket = ""]) => ({ kind: "storage", bucket })],
  [
    /^bigquery\.googleapis\.com\/projects\/([^/\s]+)\/datasets\/(\w+)$/,
    ([project = "", dataset = ""]) => ({ kind: "bigquery", project, dataset }),
  ],
  [
    /^pubsub\.googleapis\.com\/projects\/([^/\s]+)\/topics\/([^/\s]+)$/,
    ([project = "", topic = ""]) => ({ kind: "pubsub", project, topic }),
  ],
  [
    new RegExp(`^logging\\.googleapis\\.com/((${OWNER})/locations/[^/\\s]+/buckets/[^/\\s]+)$`),
    ([bucket = "", parent = ""]) => ({ kind: "bucket", parent, bucket }),
  ],
  [/^logging\.googleapis\.com\/(projects\/[^/\s]+)$/, ([parent = ""]) => ({ kind: "project", parent })],
];

/**
 * Reads a sink's destination.
 *
 * @throws InvalidArgumentError
 * @see https://cloud.google.com/logging/docs/export/configure_export_v2
 */
export function parseSinkDestination(destination: string): SinkDestination {
  for (const [form, read] of FORMS) {
    const [match, ...parts] = form.exec(destination) ?? [];
    if (match !== undefined) return read(parts);
  }
  throw new InvalidArgumentError(
    `The destination "${destination.slice(0, 300)}" is invalid: expected storage.googleapis.com/BUCKET, ` +
      "bigquery.googleapis.com/projects/PROJECT/datasets/DATASET, pubsub.googleapis.com/projects/PROJECT/topics/TOPIC, " +
      "logging.googleapis.com/projects/PROJECT/locations/LOCATION/buckets/BUCKET or logging.googleapis.com/projects/PROJECT.",
    "destination",
  );
}
