import type { DescribeMetricFiltersRequest } from "@aws-sdk/client-cloudwatch-logs";
import { DESCRIBE_MAX_ITEMS, validateDescribeMetricFilters } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { invalidParameter } from "../errors.ts";
import type { LogsService } from "../logs-service.ts";
import { page } from "../pages.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeMetricFilters.html */
export function describeMetricFilters(
  input: Input<DescribeMetricFiltersRequest>,
  { state: service }: Call<LogsService>,
) {
  const { store } = service;
  validateDescribeMetricFilters(input);
  const { logGroupName, filterNamePrefix = "", metricName, metricNamespace } = input;
  if ((metricName === undefined) !== (metricNamespace === undefined))
    throw invalidParameter("MetricName and MetricNamespace must be both specified or both omitted.");
  const groups = logGroupName === undefined ? [...store.groups.values()] : [store.group(logGroupName)];
  const found = groups
    .flatMap(({ metricFilters }) => [...metricFilters.values()])
    .filter(
      ({ filterName, metricTransformations }) =>
        filterName.startsWith(filterNamePrefix) &&
        (metricName === undefined ||
          metricTransformations.some(
            (one) => one.metricName === metricName && one.metricNamespace === metricNamespace,
          )),
    );
  const { items, ...rest } = page(found, {
    scope: "DescribeMetricFilters",
    keyOf: (filter) => [filter.filterName, filter.logGroupName],
    limit: input.limit ?? DESCRIBE_MAX_ITEMS,
    nextToken: input.nextToken,
  });
  return { metricFilters: items, ...rest };
}
