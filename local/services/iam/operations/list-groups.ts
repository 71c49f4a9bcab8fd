import type { ListGroupsRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { pageOf } from "../identity.ts";
import { shownGroup } from "../shown.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroups.html */
export function listGroups(input: Input<ListGroupsRequest>, { state: iam }: Call<Iam>): object {
  return pageOf("Groups", iam.groups.all(input).map(shownGroup), input);
}
