import type { DeleteParameterRequest } from "@aws-sdk/client-ssm";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { ParameterStore } from "../state.ts";

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteParameter.html */
export function deleteParameter(
  { Name }: Input<DeleteParameterRequest>,
  { state: parameters }: Call<ParameterStore>,
) {
  if (!parameters.remove(Name)) throw new ServiceError("ParameterNotFound", `Parameter ${Name} not found.`);
  return {};
}
