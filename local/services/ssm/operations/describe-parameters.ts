import type { DescribeParametersRequest } from "@aws-sdk/client-ssm";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { newestOf } from "../parameter.ts";
import { checkFilters, compileFilters } from "../parameter-filter.ts";
import { metadata } from "../shown-parameter.ts";
import { type ParameterStore, pageOf } from "../state.ts";

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeParameters.html */
export function describeParameters(
  input: Input<DescribeParametersRequest>,
  { state: parameters }: Call<ParameterStore>,
) {
  if (input.Filters?.length && input.ParameterFilters?.length)
    throw new ServiceError(
      "ValidationException",
      "You can use either Filters or ParameterFilters in a single request.",
    );
  checkFilters(input.ParameterFilters);
  const wanted = compileFilters(input.ParameterFilters ?? input.Filters ?? []);
  const found = parameters.all().filter(wanted);
  const { items, ...next } = pageOf(found, input.MaxResults ?? 10, input.NextToken);
  return {
    Parameters: items.map((parameter) => metadata(parameter, newestOf(parameter), parameters)),
    ...next,
  };
}
