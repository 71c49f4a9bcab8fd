import type { LabelParameterVersionRequest } from "@aws-sdk/client-ssm";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { labelsOf, newestOf } from "../parameter.ts";
import type { ParameterStore } from "../state.ts";

const MOST_LABELS = 10;

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_LabelParameterVersion.html */
export function labelParameterVersion(
  input: Input<LabelParameterVersionRequest>,
  { state: parameters }: Call<ParameterStore>,
) {
  const parameter = parameters.at(input.Name);
  const version = input.ParameterVersion ?? newestOf(parameter).version;
  parameters.versionOf(parameter, version);
  const valid = input.Labels.filter(
    (label) => /^[A-Za-z_.-][\w.-]*$/.test(label) && !/^(aws|ssm)/i.test(label),
  );
  if (new Set([...labelsOf(parameter, version), ...valid]).size > MOST_LABELS)
    throw new ServiceError(
      "ParameterVersionLabelLimitExceeded",
      "An error occurred (ParameterVersionLabelLimitExceeded) when calling the LabelParameterVersion operation: A parameter version can have maximum 10 labels.Move one or more labels to another version and try again.",
    );
  for (const label of valid) parameter.labels[label] = version;
  parameters.put(parameter, "updated");
  return {
    InvalidLabels: input.Labels.filter((label) => !valid.includes(label)),
    ParameterVersion: version,
  };
}
