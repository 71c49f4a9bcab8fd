import type { ListExportsInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { StackDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListExports.html */
export function listExports(
  _input: Input<ListExportsInput>,
  { state: stacks }: Call<StackDirectory>,
): object {
  return {
    Exports: [...stacks.deployment.exports].map(([Name, { stackName, value }]) => ({
      Name,
      Value: String(value),
      ExportingStackId: stacks.find(stackName)?.id,
    })),
  };
}
