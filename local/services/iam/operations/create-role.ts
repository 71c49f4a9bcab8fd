import type { CreateRoleRequest } from "@aws-sdk/client-iam";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { checkDocument, identity } from "../identity.ts";
import { shownRole } from "../shown.ts";
import type { Iam } from "../state.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export function createRole(input: Input<CreateRoleRequest>, { state: iam, cloud }: Call<Iam>): object {
  const role = iam.roles.add({
    ...identity(cloud, "role", input.RoleName, input),
    trust: checkDocument(input.AssumeRolePolicyDocument),
    description: input.Description,
    maxSession: input.MaxSessionDuration ?? 3_600,
    boundary: input.PermissionsBoundary,
    inline: {},
    attached: [],
  });
  return { Role: shownRole(role) };
}
