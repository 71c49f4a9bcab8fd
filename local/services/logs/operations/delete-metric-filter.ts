import type { DeleteMetricFilterRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteMetricFilter.html */
export function deleteMetricFilter(
  input: Input<DeleteMetricFilterRequest>,
  { state: service }: Call<LogsService>,
) {
  const { store } = service;
  const group = store.group(input.logGroupName);
  if (!group.metricFilters.delete(input.filterName))
    throw new ServiceError("ResourceNotFoundException", "The specified metric filter does not exist.");
  store.saveGroup(group);
  service.changed("AWS::Logs::MetricFilter", input.filterName, "deleted");
}
