import { changes, pick, type ResourceType, unlessGone } from "#kernel/resource-type.ts";
import { principalType } from "./principal-type.ts";

export const role = principalType(
  "Role",
  (properties) => ({
    ...pick(properties, "Path", "Description", "PermissionsBoundary", "MaxSessionDuration", "Tags"),
    AssumeRolePolicyDocument: JSON.stringify(properties["AssumeRolePolicyDocument"] ?? {}),
  }),
  async (RoleName, properties, { call }) => {
    const PolicyDocument = JSON.stringify(properties["AssumeRolePolicyDocument"] ?? {});
    await call("iam", "UpdateAssumeRolePolicy", { RoleName, PolicyDocument });
  },
);

export const serviceLinkedRole: ResourceType = {
  async create(properties, { call }) {
    const input = pick(properties, "AWSServiceName", "CustomSuffix", "Description");
    const { Role } = await call<{ Role: { RoleName: string } }>("iam", "CreateServiceLinkedRole", input);
    return { id: Role.RoleName, attributes: { RoleName: Role.RoleName } };
  },
  replaces: changes("AWSServiceName", "CustomSuffix"),
  async update({ Description = "" }, existing, { call }) {
    await call("iam", "UpdateRole", { RoleName: existing.id, Description });
    return existing;
  },
  delete: (existing, { call }) => unlessGone(call("iam", "DeleteRole", { RoleName: existing.id })),
};
