import { GoogleError } from "../google-error.ts";
import { checkDescription, checkFilter, withoutDefaults } from "./checks.ts";
import type { NamedResource, ResourceKind } from "./named-resources.ts";

/** @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.metrics */
export interface LogMetric extends NamedResource {
  readonly description?: string;
  readonly filter?: string;
  readonly bucketName?: string;
  readonly disabled?: boolean;
  readonly metricDescriptor?: MetricDescriptor;
  readonly valueExtractor?: string;
  readonly labelExtractors?: Readonly<Record<string, string>>;
  readonly bucketOptions?: Readonly<Record<string, unknown>>;
}

interface MetricDescriptor {
  readonly metricKind?: string;
  readonly valueType?: string;
  readonly labels?: readonly { readonly key?: string }[];
  readonly [member: string]: unknown;
}

/** What an update replaces: all but what the service tells itself. */
export const METRIC_MEMBERS: readonly string[] = [
  "description",
  "filter",
  "bucketName",
  "disabled",
  "metricDescriptor",
  "valueExtractor",
  "labelExtractors",
  "bucketOptions",
];

export const METRICS: ResourceKind<LogMetric> = {
  collection: "metrics",
  title: "Metric",
  parents: /^projects\/[^/]+$/,
  id: /^(?!\/)[\w.,+!*'()%/-]{1,100}$/,
  accept(metric, parent) {
    checkFilter(metric.filter, true);
    checkDescription(metric.description);
    checkExtractors(metric);
    const type = `logging.googleapis.com/user/${metric.name}`;
    return withoutDefaults({
      ...metric,
      metricDescriptor: withoutDefaults({
        metricKind: "DELTA",
        valueType: "INT64",
        unit: "1",
        ...metric.metricDescriptor,
        name: `${parent}/metricDescriptors/${type}`,
        type,
        description: metric.description,
      }),
    });
  },
};

/** A distribution needs a value to record, and each label something to take it from. */
function checkExtractors({ metricDescriptor, valueExtractor, labelExtractors = {} }: LogMetric): void {
  const { valueType = "INT64", labels = [] } = metricDescriptor ?? {};
  if ((valueType === "DISTRIBUTION") !== Boolean(valueExtractor))
    throw new GoogleError(
      "INVALID_ARGUMENT",
      "A value extractor goes with the value type DISTRIBUTION, and with no other.",
      { field: "metric.value_extractor" },
    );
  const keys = labels.map(({ key = "" }) => key);
  const unmatched = [
    ...keys.filter((key) => !Object.hasOwn(labelExtractors, key)),
    ...Object.keys(labelExtractors).filter((key) => !keys.includes(key)),
  ];
  if (unmatched.length > 0)
    throw new GoogleError(
      "INVALID_ARGUMENT",
      `Each label needs a label descriptor and a label extractor of its key: ${unmatched.join(", ")}.`,
      { field: "metric.label_extractors" },
    );
}
