import type { ListChangeSetsInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { describedChangeSet } from "../described.ts";
import type { StackDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListChangeSets.html */
export function listChangeSets(
  { StackName }: Input<ListChangeSetsInput>,
  { state: stacks }: Call<StackDirectory>,
): object {
  const record = stacks.get(StackName);
  return { Summaries: [...record.changeSets.values()].map((one) => describedChangeSet(record, one)) };
}
