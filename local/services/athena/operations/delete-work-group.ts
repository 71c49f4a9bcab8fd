import type { DeleteWorkGroupInput } from "@aws-sdk/client-athena";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Athena } from "../state.ts";

/** https://docs.aws.amazon.com/athena/latest/APIReference/API_DeleteWorkGroup.html */
export function deleteWorkGroup(input: Input<DeleteWorkGroupInput>, { state }: Call<Athena>) {
  state.workGroup(input.WorkGroup);
  state.workGroups.delete(input.WorkGroup);
  for (const { id, workGroup } of [...state.namedQueries.values()])
    if (workGroup === input.WorkGroup) state.namedQueries.delete(id);
  return {};
}
