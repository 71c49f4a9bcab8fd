import { pick, type ResourceContext, type ResourceType, unlessGone } from "#kernel/resource-type.ts";

export const instanceProfile: ResourceType = {
  async create(properties, context) {
    const InstanceProfileName = String(properties["InstanceProfileName"] ?? context.generateName(128));
    const { InstanceProfile } = await context.call<{ InstanceProfile: { Arn: string } }>(
      "iam",
      "CreateInstanceProfile",
      { InstanceProfileName, ...pick(properties, "Path") },
    );
    for (const RoleName of (properties["Roles"] ?? []) as string[])
      await context.call("iam", "AddRoleToInstanceProfile", { InstanceProfileName, RoleName });
    return { id: InstanceProfileName, attributes: { Arn: InstanceProfile.Arn } };
  },
  delete: (existing, context) => unlessGone(removeInstanceProfile(existing.id, context)),
};

async function removeInstanceProfile(InstanceProfileName: string, { call }: ResourceContext): Promise<void> {
  const { InstanceProfile } = await call<{ InstanceProfile: { Roles: { RoleName: string }[] } }>(
    "iam",
    "GetInstanceProfile",
    { InstanceProfileName },
  );
  for (const { RoleName } of InstanceProfile.Roles)
    await call("iam", "RemoveRoleFromInstanceProfile", { InstanceProfileName, RoleName });
  await call("iam", "DeleteInstanceProfile", { InstanceProfileName });
}
