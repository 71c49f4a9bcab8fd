import type { GetWorkGroupInput } from "@aws-sdk/client-athena";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Athena } from "../state.ts";

/** https://docs.aws.amazon.com/athena/latest/APIReference/API_GetWorkGroup.html */
export function getWorkGroup(input: Input<GetWorkGroupInput>, { state }: Call<Athena>) {
  const { name, created, description, configuration } = state.workGroup(input.WorkGroup);
  return {
    WorkGroup: {
      Name: name,
      State: "ENABLED",
      Description: description,
      CreationTime: created / 1_000,
      Configuration: configuration,
    },
  };
}
