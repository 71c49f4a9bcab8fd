import type { TagRoleRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { withTags } from "#kernel/tags.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagRole.html */
export function tagRole({ RoleName, Tags }: Input<TagRoleRequest>, { state: iam }: Call<Iam>): void {
  const role = iam.roles.get(RoleName);
  role.tags = withTags(role.tags, Tags);
  iam.roles.changed(role);
}
