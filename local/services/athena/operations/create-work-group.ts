import type { CreateWorkGroupInput } from "@aws-sdk/client-athena";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { Athena } from "../state.ts";

/** https://docs.aws.amazon.com/athena/latest/APIReference/API_CreateWorkGroup.html */
export function createWorkGroup(input: Input<CreateWorkGroupInput>, { state }: Call<Athena>) {
  if (state.workGroups.has(input.Name))
    throw new ServiceError("InvalidRequestException", "WorkGroup is already created");
  state.putWorkGroup(input.Name, (input.Configuration ?? {}) as never, input.Description);
  return {};
}
