import {
  changes,
  type Properties,
  pick,
  type ResourceContext,
  type ResourceType,
  unlessGone,
} from "#kernel/resource-type.ts";

const rolesOf = ({ Roles = [] }: Properties) => Roles as string[];

export const instanceProfile: ResourceType = {
  async create(properties, context) {
    const InstanceProfileName = String(properties["InstanceProfileName"] ?? context.generateName(128));
    const { InstanceProfile } = await context.call<{ InstanceProfile: { Arn: string } }>(
      "iam",
      "CreateInstanceProfile",
      { InstanceProfileName, ...pick(properties, "Path") },
    );
    const made = { id: InstanceProfileName, attributes: { Arn: InstanceProfile.Arn } };
    context.made(made);
    for (const RoleName of rolesOf(properties))
      await context.call("iam", "AddRoleToInstanceProfile", { InstanceProfileName, RoleName });
    return made;
  },
  replaces: changes("InstanceProfileName", "Path"),
  async update(properties, existing, { call }, former) {
    const InstanceProfileName = existing.id;
    const [roles, before] = [rolesOf(properties), rolesOf(former)];
    // A profile has one role at most: the former goes first.
    for (const RoleName of before.filter((one) => !roles.includes(one)))
      await unlessGone(call("iam", "RemoveRoleFromInstanceProfile", { InstanceProfileName, RoleName }));
    for (const RoleName of roles.filter((one) => !before.includes(one)))
      await call("iam", "AddRoleToInstanceProfile", { InstanceProfileName, RoleName });
    return existing;
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
