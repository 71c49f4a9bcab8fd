import type { UnlabelParameterVersionRequest } from "@aws-sdk/client-ssm";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { labelsOf } from "../parameter.ts";
import type { ParameterStore } from "../state.ts";

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UnlabelParameterVersion.html */
export function unlabelParameterVersion(
  input: Input<UnlabelParameterVersionRequest>,
  { state: parameters }: Call<ParameterStore>,
) {
  const parameter = parameters.at(input.Name);
  parameters.versionOf(parameter, input.ParameterVersion);
  const present = labelsOf(parameter, input.ParameterVersion);
  const removed = input.Labels.filter((label) => present.includes(label));
  for (const label of removed) delete parameter.labels[label];
  parameters.put(parameter, "updated");
  return {
    RemovedLabels: removed,
    InvalidLabels: input.Labels.filter((label) => !removed.includes(label)),
  };
}
