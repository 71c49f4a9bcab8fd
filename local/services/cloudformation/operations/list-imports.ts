import type { ListImportsInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { pageOf } from "../stack-page.ts";
import type { StackDirectory } from "../state.ts";
import { validationError } from "../template-text.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListImports.html */
export function listImports(
  { ExportName, NextToken }: Input<ListImportsInput>,
  { state: stacks }: Call<StackDirectory>,
): object {
  const { exports } = stacks.deployment;
  const users = exports.importersOf(ExportName);
  if (users.length === 0) throw validationError(`Export '${ExportName}' is not imported by any stack.`);
  const { items, NextToken: next } = pageOf(users, NextToken);
  return { Imports: items, NextToken: next };
}
