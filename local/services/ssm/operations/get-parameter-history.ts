import type { GetParameterHistoryRequest } from "@aws-sdk/client-ssm";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { labelsOf, shownValue } from "../parameter.ts";
import { metadata } from "../shown-parameter.ts";
import { type ParameterStore, pageOf } from "../state.ts";

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameterHistory.html */
export function getParameterHistory(
  input: Input<GetParameterHistoryRequest>,
  { state: parameters }: Call<ParameterStore>,
) {
  const parameter = parameters.at(input.Name);
  const { items, ...next } = pageOf(parameter.versions, input.MaxResults ?? 50, input.NextToken);
  return {
    Parameters: items.map((version) => ({
      ...metadata(parameter, version),
      Value: shownValue(version, input.WithDecryption ?? false),
      Labels: labelsOf(parameter, version.version),
    })),
    ...next,
  };
}
