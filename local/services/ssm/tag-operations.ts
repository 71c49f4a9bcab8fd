import type { Operations } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import type { Parameter } from "./parameter.ts";
import type { ParameterStore } from "./parameter-store.ts";

interface OfResource {
  readonly ResourceType: string;
  readonly ResourceId: string;
}

const TYPES = [
  ...["Document", "ManagedInstance", "MaintenanceWindow", "PatchBaseline", "OpsItem", "OpsMetadata"],
  ...["Automation", "Association"],
];

/** Tags of parameters; Systems Manager's other resources are not there. */
export function tagOperations(parameters: ParameterStore): Operations {
  const at = ({ ResourceType, ResourceId }: OfResource): Parameter => {
    if (ResourceType !== "Parameter" && !TYPES.includes(ResourceType))
      throw new ServiceError("InvalidResourceType", "Invalid Resource Type");
    const parameter = ResourceType === "Parameter" ? parameters.named(ResourceId) : undefined;
    if (!parameter) throw new ServiceError("InvalidResourceId", "Invalid Resource Id");
    return parameter;
  };
  return {
    AddTagsToResource(input: OfResource & { Tags: { Key: string; Value: string }[] }) {
      const parameter = at(input);
      for (const { Key, Value } of input.Tags ?? []) parameter.tags[Key] = Value;
      parameters.put(parameter, "updated");
      return {};
    },

    RemoveTagsFromResource(input: OfResource & { TagKeys: string[] }) {
      const parameter = at(input);
      for (const key of input.TagKeys ?? []) delete parameter.tags[key];
      parameters.put(parameter, "updated");
      return {};
    },

    ListTagsForResource(input: OfResource) {
      return { TagList: Object.entries(at(input).tags).map(([Key, Value]) => ({ Key, Value })) };
    },
  };
}
