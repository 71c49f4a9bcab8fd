import type { ListChangeSetsInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { describedChangeSet } from "../described.ts";
import { pageOf } from "../stack-page.ts";
import type { StackDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListChangeSets.html */
export function listChangeSets(
  { StackName, NextToken }: Input<ListChangeSetsInput>,
  { state: stacks }: Call<StackDirectory>,
): object {
  const record = stacks.get(StackName);
  const { items, NextToken: next } = pageOf([...record.changeSets.values()], NextToken);
  return { Summaries: items.map((one) => describedChangeSet(record, one)), NextToken: next };
}
