import { ServiceError } from "../../kernel/service-error.ts";
import type { Parameter } from "./parameter.ts";
import type { ParameterStore } from "./state.ts";

interface OfResource {
  readonly ResourceType: string;
  readonly ResourceId: string;
}

const TYPES = [
  ...["Document", "ManagedInstance", "MaintenanceWindow", "PatchBaseline", "OpsItem", "OpsMetadata"],
  ...["Automation", "Association"],
];

/** @throws ServiceError when there is no such parameter */
export function taggedParameter(
  parameters: ParameterStore,
  { ResourceType, ResourceId }: OfResource,
): Parameter {
  if (ResourceType !== "Parameter" && !TYPES.includes(ResourceType))
    throw new ServiceError("InvalidResourceType", "Invalid Resource Type");
  const parameter = ResourceType === "Parameter" ? parameters.named(ResourceId) : undefined;
  if (!parameter) throw new ServiceError("InvalidResourceId", "Invalid Resource Id");
  return parameter;
}
