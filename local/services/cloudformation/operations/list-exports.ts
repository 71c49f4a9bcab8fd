import type { ListExportsInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { pageOf } from "../stack-page.ts";
import type { StackDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListExports.html */
export function listExports(
  { NextToken }: Input<ListExportsInput>,
  { state: stacks }: Call<StackDirectory>,
): object {
  const { items, NextToken: next } = pageOf([...stacks.deployment.exports], NextToken);
  return {
    Exports: items.map(([Name, { stackName, value }]) => ({
      Name,
      Value: String(value),
      ExportingStackId: stacks.find(stackName)?.id,
    })),
    NextToken: next,
  };
}
