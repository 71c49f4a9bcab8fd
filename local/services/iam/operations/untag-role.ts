import type { UntagRoleRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { tagsExcept } from "#kernel/tags.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagRole.html */
export function untagRole({ RoleName, TagKeys }: Input<UntagRoleRequest>, { state: iam }: Call<Iam>): void {
  const role = iam.roles.get(RoleName);
  role.tags = tagsExcept(role.tags, TagKeys);
  iam.roles.changed(role);
}
