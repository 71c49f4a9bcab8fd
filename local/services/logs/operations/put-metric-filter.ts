import type { PutMetricFilterRequest } from "@aws-sdk/client-cloudwatch-logs";
import { validateMetricFilter } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { invalidParameter } from "../errors.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html */
export function putMetricFilter(
  input: Input<PutMetricFilterRequest>,
  { state: service, cloud }: Call<LogsService>,
) {
  const { store } = service;
  const group = store.group(input.logGroupName);
  const others = [...group.metricFilters.values()];
  validateMetricFilter(input, others);
  if (group.settings.logGroupClass !== "STANDARD")
    throw invalidParameter("Metric filters are supported by log groups of the STANDARD class only.");
  if (input.fieldSelectionCriteria !== undefined)
    throw invalidParameter("The local cloud does not evaluate fieldSelectionCriteria.");
  group.metricFilters.set(input.filterName, {
    filterName: input.filterName,
    filterPattern: input.filterPattern,
    metricTransformations: input.metricTransformations,
    creationTime: cloud.clock.now(),
    logGroupName: group.name,
    applyOnTransformedLogs: input.applyOnTransformedLogs ?? false,
    ...(input.emitSystemFieldDimensions && {
      emitSystemFieldDimensions: input.emitSystemFieldDimensions,
    }),
  });
  store.saveGroup(group);
  service.changed("AWS::Logs::MetricFilter", input.filterName, "created");
}
