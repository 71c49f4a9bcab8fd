import type { ListStacksInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { lineOf } from "../described.ts";
import { pageOf } from "../stack-page.ts";
import type { StackRecord } from "../stack-record.ts";
import type { StackDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStacks.html */
export function listStacks(
  { StackStatusFilter = [], NextToken }: Input<ListStacksInput>,
  { state: stacks }: Call<StackDirectory>,
): object {
  const wanted = stacks
    .withDeleted()
    .filter(({ status }) => StackStatusFilter.length === 0 || StackStatusFilter.includes(status as never));
  const { items, NextToken: next } = pageOf(wanted, NextToken);
  return { StackSummaries: items.map((record) => summary(record, stacks)), NextToken: next };
}

function summary(record: StackRecord, stacks: StackDirectory): object {
  const { id, name, created, updated, deleted, status, reason } = record;
  return {
    StackId: id,
    StackName: name,
    ...lineOf(stacks.stackOf(record)),
    CreationTime: created / 1_000,
    ...(updated !== undefined && { LastUpdatedTime: updated / 1_000 }),
    ...(deleted !== undefined && { DeletionTime: deleted / 1_000 }),
    StackStatus: status,
    StackStatusReason: reason,
  };
}
