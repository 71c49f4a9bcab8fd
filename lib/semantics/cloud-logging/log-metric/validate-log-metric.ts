import {
  CLOUD_LOGGING_DESCRIPTION_MAX_LENGTH,
  LOG_METRIC_MAX_LABELS,
  LOG_METRIC_NAME_MAX_LENGTH,
} from "../../limits.ts";
import { compileLoggingFilter } from "../filter/compile.ts";
import { LoggingFilterSyntaxError } from "../filter/syntax-error.ts";
import { InvalidArgumentError } from "../invalid-argument-error.ts";
import { bucketBounds } from "./bucket-options.ts";
import { compileExtractor } from "./extractor.ts";
import type { LogMetric, LogMetricDescriptor, LogMetricLabel } from "./types.ts";

const NAME = new RegExp(`^(?!/)[\\w.,+!*'()%/-]{1,${LOG_METRIC_NAME_MAX_LENGTH}}$`);
const LABEL_KEY = /^[A-Za-z]\w{0,99}$/;
const LABEL_TYPES = ["STRING", "INT64", "BOOL"];

/**
 * The rules of creating a log-based metric.
 *
 * @param parent `projects/P`
 * @throws InvalidArgumentError
 * @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.metrics/create
 */
export function validateLogMetric(metric: LogMetric, parent: string): void {
  if (!NAME.test(metric.name))
    throw new InvalidArgumentError(
      `The name "${metric.name}" of the metric is invalid: expected up to ${LOG_METRIC_NAME_MAX_LENGTH} of A-Z a-z 0-9 _-.,+!*',()%/ that do not begin with /`,
      "name",
    );
  if (!metric.filter) throw new InvalidArgumentError("A metric needs a filter", "filter");
  checkFilter(metric.filter);
  if ((metric.description?.length ?? 0) > CLOUD_LOGGING_DESCRIPTION_MAX_LENGTH)
    throw new InvalidArgumentError(
      `A description has at most ${CLOUD_LOGGING_DESCRIPTION_MAX_LENGTH} characters`,
      "description",
    );
  checkBucketName(metric.bucketName, parent);
  checkKind(metric);
  checkLabels(metric.metricDescriptor?.labels ?? [], metric.labelExtractors ?? {});
}

/**
 * What an update may not change: the kind, the type of the values, and labels that are there. Labels may be added.
 *
 * @throws InvalidArgumentError
 * @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.metrics#LogMetric.FIELDS.metric_descriptor
 */
export function validateLogMetricUpdate(previous: LogMetric, next: LogMetric): void {
  const [before, after] = [descriptorOf(previous), descriptorOf(next)];
  for (const member of ["metricKind", "valueType"] as const)
    if (before[member] !== after[member])
      throw new InvalidArgumentError(
        `The ${member} of a metric cannot change from ${before[member]} to ${after[member]}: make a new metric`,
        `metricDescriptor.${member}`,
      );
  for (const label of before.labels) {
    const kept = after.labels.find(({ key }) => key === label.key);
    if (!kept || typeOf(kept) !== typeOf(label))
      throw new InvalidArgumentError(
        `The label ${label.key} of the metric cannot be removed, renamed or given another type`,
        "metricDescriptor.labels",
      );
  }
}

/**
 * The metric as the service answers: with a complete descriptor, whose name, type and description are the metric's.
 *
 * @param parent `projects/P`
 */
export function describeLogMetric<Metric extends LogMetric>(metric: Metric, parent: string): Metric {
  const type = logMetricType(metric.name);
  const { description: _, ...descriptor } = metric.metricDescriptor ?? {};
  return {
    ...metric,
    metricDescriptor: {
      metricKind: "DELTA",
      valueType: "INT64",
      unit: "1",
      ...descriptor,
      name: `${parent}/metricDescriptors/${type}`,
      type,
      ...(metric.description ? { description: metric.description } : undefined),
    },
  };
}

/** Type of the metric in Cloud Monitoring; the name is not encoded in it. */
export function logMetricType(name: string): string {
  return `logging.googleapis.com/user/${name}`;
}

function descriptorOf({
  metricDescriptor = {},
}: LogMetric): Required<Pick<LogMetricDescriptor, "metricKind" | "valueType" | "labels">> {
  const { metricKind, valueType, labels = [] } = metricDescriptor;
  return { metricKind: metricKind || "DELTA", valueType: valueType || "INT64", labels };
}

function typeOf({ valueType }: LogMetricLabel): string {
  return valueType || "STRING";
}

function checkFilter(filter: string): void {
  try {
    compileLoggingFilter(filter);
  } catch (error) {
    if (!(error instanceof LoggingFilterSyntaxError)) throw error;
    throw new InvalidArgumentError(`Unparseable filter: ${error.message}`, "filter", { cause: error });
  }
}

/** Only buckets of the metric's own project. */
function checkBucketName(bucketName: string | undefined, parent: string): void {
  if (!bucketName) return;
  const [, project] = /^(projects\/[^/]+)\/locations\/[^/]+\/buckets\/[^/]+$/.exec(bucketName) ?? [];
  if (project !== parent)
    throw new InvalidArgumentError(
      `The bucket "${bucketName}" of the metric is invalid: expected ${parent}/locations/LOCATION/buckets/BUCKET`,
      "bucketName",
    );
}

function checkKind(metric: LogMetric): void {
  const { metricKind, valueType } = descriptorOf(metric);
  if (metricKind !== "DELTA")
    throw new InvalidArgumentError(
      `The metric kind ${metricKind} is not possible: log-based metrics are DELTA`,
      "metricDescriptor.metricKind",
    );
  if (valueType !== "INT64" && valueType !== "DISTRIBUTION")
    throw new InvalidArgumentError(
      `The value type ${valueType} is not possible: expected INT64 or DISTRIBUTION`,
      "metricDescriptor.valueType",
    );
  if ((valueType === "DISTRIBUTION") !== Boolean(metric.valueExtractor))
    throw new InvalidArgumentError(
      "A value extractor goes with the value type DISTRIBUTION, and with no other",
      "valueExtractor",
    );
  if (metric.valueExtractor) compileExtractor(metric.valueExtractor, "valueExtractor");
  if (metric.bucketOptions && Object.keys(metric.bucketOptions).length > 0)
    bucketBounds(metric.bucketOptions);
}

function checkLabels(labels: readonly LogMetricLabel[], extractors: Readonly<Record<string, string>>): void {
  const keys = new Set(labels.map(({ key = "" }) => key));
  if (
    keys.size !== Object.keys(extractors).length ||
    ![...keys].every((key) => Object.hasOwn(extractors, key))
  )
    throw new InvalidArgumentError(
      "Number of label descriptors must match number of label extractors, and their keys must be the same",
      "labelExtractors",
    );
  if (labels.length > LOG_METRIC_MAX_LABELS)
    throw new InvalidArgumentError(
      `A metric has at most ${LOG_METRIC_MAX_LABELS} labels, this has ${labels.length}`,
      "metricDescriptor.labels",
    );
  if (keys.size !== labels.length)
    throw new InvalidArgumentError("Two labels of the metric have the same key", "metricDescriptor.labels");
  for (const label of labels) {
    if (!LABEL_KEY.test(label.key ?? ""))
      throw new InvalidArgumentError(
        `The label key "${label.key}" is invalid: expected a letter, then letters, digits and underscores, at most 100`,
        "metricDescriptor.labels",
      );
    if (!LABEL_TYPES.includes(typeOf(label)))
      throw new InvalidArgumentError(
        `The type ${label.valueType} of the label ${label.key} is not possible: expected ${LABEL_TYPES.join(", ")}`,
        "metricDescriptor.labels",
      );
  }
  for (const [key, extractor] of Object.entries(extractors))
    compileExtractor(extractor, `labelExtractors.${key}`);
}
