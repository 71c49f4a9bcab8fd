import {
  describeLogMetric,
  type LogMetric as LogMetricInput,
  validateLogMetric,
  validateLogMetricUpdate,
} from "cumulog/semantics";
import { invalidArguments } from "../google-error.ts";
import { withoutDefaults } from "./checks.ts";
import type { NamedResource, ResourceKind } from "./named-resources.ts";

/** @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.metrics */
export interface LogMetric extends NamedResource, LogMetricInput {
  readonly name: string;
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
    invalidArguments("metric", () => validateLogMetric(metric, parent));
    const described = describeLogMetric(metric, parent);
    return withoutDefaults({
      ...described,
      metricDescriptor: withoutDefaults(described.metricDescriptor!),
    });
  },
};

/** @throws GoogleError INVALID_ARGUMENT when the update changes what is fixed */
export function checkMetricUpdate(previous: LogMetric, next: LogMetric): void {
  invalidArguments("metric", () => validateLogMetricUpdate(previous, next));
}
