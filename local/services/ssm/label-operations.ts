import type { Operations } from "../../kernel/cloud.ts";
import type { Members } from "../../kernel/input-shape.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import { checkInput } from "./check-input.ts";
import { labelsOf, newestOf } from "./parameter.ts";
import type { ParameterStore } from "./parameter-store.ts";

interface LabelInput {
  readonly Name: string;
  readonly ParameterVersion?: number;
  readonly Labels: readonly string[];
}

const MOST_LABELS = 10;
const MEMBERS: Members = {
  Name: { type: "string", minimum: 1, maximum: 2_048, required: true },
  ParameterVersion: { type: "integer" },
  Labels: { type: "list", minimum: 1, of: { type: "string", minimum: 1, maximum: 100 }, required: true },
};

/**
 * Labels of a parameter's versions; a label that is given to another version moves there.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-labels.html
 */
export function labelOperations(parameters: ParameterStore): Operations {
  return {
    LabelParameterVersion(input: LabelInput) {
      checkInput(input, MEMBERS);
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
    },

    UnlabelParameterVersion(input: LabelInput & { readonly ParameterVersion: number }) {
      checkInput(input, MEMBERS);
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
    },
  };
}
