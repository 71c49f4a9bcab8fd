import type { DeleteParametersRequest } from "@aws-sdk/client-ssm";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { ParameterStore } from "../state.ts";

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteParameters.html */
export function deleteParameters(
  { Names = [] }: Input<DeleteParametersRequest>,
  { state: parameters }: Call<ParameterStore>,
) {
  const deleted = Names.filter((name) => parameters.remove(name));
  return {
    DeletedParameters: deleted,
    InvalidParameters: Names.filter((name) => !deleted.includes(name)),
  };
}
