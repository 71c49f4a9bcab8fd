import {
  changes,
  type Properties,
  pick,
  type ResourceContext,
  type ResourceType,
  unlessExists,
  unlessGone,
} from "../../kernel/resource-type.ts";

type Kind = "Role" | "User" | "Group";

interface InlinePolicy {
  readonly PolicyName: string;
  readonly PolicyDocument: unknown;
}

const inlineOf = (properties: Properties) => (properties["Policies"] ?? []) as InlinePolicy[];
const managedOf = (properties: Properties) => (properties["ManagedPolicyArns"] ?? []) as string[];

/** Puts the policies on a role, user or group, and takes away those that the former properties had and these have not. */
async function applyPolicies(
  kind: Kind,
  name: string,
  properties: Properties,
  { call }: ResourceContext,
  former: Properties = {},
): Promise<void> {
  const who = { [`${kind}Name`]: name };
  for (const { PolicyName, PolicyDocument } of inlineOf(properties))
    await call("iam", `Put${kind}Policy`, {
      ...who,
      PolicyName,
      PolicyDocument: JSON.stringify(PolicyDocument),
    });
  for (const PolicyArn of managedOf(properties))
    await call("iam", `Attach${kind}Policy`, { ...who, PolicyArn });
  for (const { PolicyName } of inlineOf(former))
    if (!inlineOf(properties).some((one) => one.PolicyName === PolicyName))
      await unlessGone(call("iam", `Delete${kind}Policy`, { ...who, PolicyName }));
  for (const PolicyArn of managedOf(former))
    if (!managedOf(properties).includes(PolicyArn))
      await unlessGone(call("iam", `Detach${kind}Policy`, { ...who, PolicyArn }));
}

/** What stands on it goes first. */
async function removePolicies(kind: Kind, name: string, { call }: ResourceContext): Promise<void> {
  const who = { [`${kind}Name`]: name };
  const { PolicyNames } = await call<{ PolicyNames: string[] }>("iam", `List${kind}Policies`, who);
  for (const PolicyName of PolicyNames) await call("iam", `Delete${kind}Policy`, { ...who, PolicyName });
  const { AttachedPolicies } = await call<{ AttachedPolicies: { PolicyArn: string }[] }>(
    "iam",
    `ListAttached${kind}Policies`,
    who,
  );
  for (const { PolicyArn } of AttachedPolicies)
    await call("iam", `Detach${kind}Policy`, { ...who, PolicyArn });
}

/** A role, user or group: what it is made with, and what stands on it beside policies. */
function principalType(
  kind: Kind,
  settings: (properties: Properties) => Record<string, unknown>,
  apply: (name: string, properties: Properties, context: ResourceContext) => Promise<void> = async () => {},
  release: (name: string, context: ResourceContext) => Promise<void> = async () => {},
): ResourceType {
  const nameMember = `${kind}Name`;
  return {
    async create(properties, context) {
      const name = String(properties[nameMember] ?? context.generateName(64));
      const who = { [nameMember]: name };
      await unlessExists(
        context.call("iam", `Create${kind}`, { ...who, ...settings(properties) }),
        "EntityAlreadyExistsException",
      );
      await applyPolicies(kind, name, properties, context);
      await apply(name, properties, context);
      const answer = await context.call<Record<string, Record<string, string>>>("iam", `Get${kind}`, who);
      const { Arn, [`${kind}Id`]: id } = answer[kind]!;
      return { id: name, attributes: { Arn, ...(kind === "Role" && { RoleId: id }) } };
    },
    replaces: changes(nameMember, "Path"),
    async update(properties, existing, context, former) {
      await applyPolicies(kind, existing.id, properties, context, former);
      await apply(existing.id, properties, context);
      return existing;
    },
    delete: (existing, context) =>
      unlessGone(
        (async () => {
          await removePolicies(kind, existing.id, context);
          await release(existing.id, context);
          await context.call("iam", `Delete${kind}`, { [nameMember]: existing.id });
        })(),
      ),
  };
}

const role = principalType(
  "Role",
  (properties) => ({
    ...pick(properties, "Path", "Description", "PermissionsBoundary", "Tags"),
    ...(properties["MaxSessionDuration"] !== undefined && {
      MaxSessionDuration: Number(properties["MaxSessionDuration"]),
    }),
    AssumeRolePolicyDocument: JSON.stringify(properties["AssumeRolePolicyDocument"] ?? {}),
  }),
  async (RoleName, properties, { call }) => {
    const PolicyDocument = JSON.stringify(properties["AssumeRolePolicyDocument"] ?? {});
    await call("iam", "UpdateAssumeRolePolicy", { RoleName, PolicyDocument });
  },
);

async function joinGroups(UserName: string, properties: Properties, { call }: ResourceContext) {
  for (const GroupName of (properties["Groups"] ?? []) as string[])
    await call("iam", "AddUserToGroup", { GroupName, UserName });
}

const user = principalType(
  "User",
  (properties) => pick(properties, "Path", "PermissionsBoundary", "Tags"),
  joinGroups,
  async (UserName, { call }) => {
    const { Groups } = await call<{ Groups: { GroupName: string }[] }>("iam", "ListGroupsForUser", {
      UserName,
    });
    for (const { GroupName } of Groups) await call("iam", "RemoveUserFromGroup", { GroupName, UserName });
    const { AccessKeyMetadata } = await call<{ AccessKeyMetadata: { AccessKeyId: string }[] }>(
      "iam",
      "ListAccessKeys",
      { UserName },
    );
    for (const { AccessKeyId } of AccessKeyMetadata)
      await call("iam", "DeleteAccessKey", { UserName, AccessKeyId });
  },
);

const group = principalType("Group", (properties) => pick(properties, "Path"));

const HOLDERS: readonly Kind[] = ["Role", "User", "Group"];

/** The roles, users and groups that a policy names, each as the operations do. */
const holdersOf = (properties: Properties) =>
  HOLDERS.flatMap((kind) =>
    ((properties[`${kind}s`] ?? []) as string[]).map((name) => ({ kind, who: { [`${kind}Name`]: name } })),
  );

async function putOnHolders(properties: Properties, { call }: ResourceContext): Promise<void> {
  const { PolicyName, PolicyDocument } = properties;
  for (const { kind, who } of holdersOf(properties))
    await call("iam", `Put${kind}Policy`, {
      ...who,
      PolicyName,
      PolicyDocument: JSON.stringify(PolicyDocument),
    });
}

const policy: ResourceType = {
  async create(properties, context) {
    await putOnHolders(properties, context);
    const id = String(properties["PolicyName"]);
    return { id, attributes: { Id: id } };
  },
  replaces: changes("PolicyName", "Roles", "Users", "Groups"),
  async update(properties, existing, context) {
    await putOnHolders(properties, context);
    return existing;
  },
  async delete(_existing, { call }, properties) {
    const { PolicyName } = properties;
    for (const { kind, who } of holdersOf(properties))
      await unlessGone(call("iam", `Delete${kind}Policy`, { ...who, PolicyName }));
  },
};

/** One inline policy of one role, user or group, as a type of its own. */
const onlyPolicy = (kind: Kind): ResourceType => {
  const listed = (properties: Properties): Properties => ({
    ...properties,
    [`${kind}s`]: [properties[`${kind}Name`]],
  });
  return {
    create: (properties, context) => policy.create(listed(properties), context),
    replaces: changes("PolicyName", `${kind}Name`),
    update: (properties, existing, context, former) =>
      policy.update!(listed(properties), existing, context, listed(former)),
    delete: (existing, context, properties) => policy.delete(existing, context, listed(properties)),
  };
};

async function attachToHolders(PolicyArn: string, properties: Properties, { call }: ResourceContext) {
  for (const { kind, who } of holdersOf(properties))
    await call("iam", `Attach${kind}Policy`, { ...who, PolicyArn });
}

const managedPolicy: ResourceType = {
  async create(properties, context) {
    const PolicyName = String(properties["ManagedPolicyName"] ?? context.generateName(128));
    const { Policy } = await context.call<{ Policy: { Arn: string; PolicyId: string } }>(
      "iam",
      "CreatePolicy",
      {
        PolicyName,
        PolicyDocument: JSON.stringify(properties["PolicyDocument"]),
        ...pick(properties, "Path", "Description"),
      },
    );
    await attachToHolders(Policy.Arn, properties, context);
    return { id: Policy.Arn, attributes: { PolicyArn: Policy.Arn, PolicyId: Policy.PolicyId } };
  },
  replaces: changes("ManagedPolicyName", "Path", "Description", "Roles", "Users", "Groups"),
  async update(properties, existing, context, former) {
    const PolicyArn = existing.id;
    if (!changes("PolicyDocument")(properties, former)) return existing;
    await removeOtherVersions(PolicyArn, context);
    await context.call("iam", "CreatePolicyVersion", {
      PolicyArn,
      PolicyDocument: JSON.stringify(properties["PolicyDocument"]),
      SetAsDefault: true,
    });
    return existing;
  },
  delete: (existing, context) => unlessGone(removePolicy(existing.id, context)),
};

/** A policy goes when nothing has it any more and it has one version. */
async function removePolicy(PolicyArn: string, context: ResourceContext): Promise<void> {
  const { call } = context;
  const having = await call<Record<string, Record<string, string>[]>>("iam", "ListEntitiesForPolicy", {
    PolicyArn,
  });
  for (const kind of HOLDERS)
    for (const { [`${kind}Name`]: name } of having[`Policy${kind}s`] ?? [])
      await call("iam", `Detach${kind}Policy`, { [`${kind}Name`]: name, PolicyArn });
  await removeOtherVersions(PolicyArn, context);
  await call("iam", "DeletePolicy", { PolicyArn });
}

async function removeOtherVersions(PolicyArn: string, { call }: ResourceContext): Promise<void> {
  const { Versions } = await call<{ Versions: { VersionId: string; IsDefaultVersion: boolean }[] }>(
    "iam",
    "ListPolicyVersions",
    { PolicyArn },
  );
  for (const { VersionId, IsDefaultVersion } of Versions)
    if (!IsDefaultVersion) await call("iam", "DeletePolicyVersion", { PolicyArn, VersionId });
}

const instanceProfile: ResourceType = {
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

const accessKey: ResourceType = {
  async create(properties, { call }) {
    const { AccessKey } = await call<{ AccessKey: { AccessKeyId: string; SecretAccessKey: string } }>(
      "iam",
      "CreateAccessKey",
      pick(properties, "UserName"),
    );
    return { id: AccessKey.AccessKeyId, attributes: { SecretAccessKey: AccessKey.SecretAccessKey } };
  },
  replaces: changes("UserName", "Serial"),
  update: async (_properties, existing) => existing,
  delete: (existing, { call }, properties) =>
    unlessGone(
      call("iam", "DeleteAccessKey", { UserName: properties["UserName"], AccessKeyId: existing.id }),
    ),
};

const userToGroup: ResourceType = {
  async create(properties, { call, generateName }) {
    const { GroupName } = properties;
    for (const UserName of (properties["Users"] ?? []) as string[])
      await call("iam", "AddUserToGroup", { GroupName, UserName });
    return { id: generateName(), attributes: {} };
  },
  async delete(_existing, { call }, properties) {
    const { GroupName } = properties;
    for (const UserName of (properties["Users"] ?? []) as string[])
      await unlessGone(call("iam", "RemoveUserFromGroup", { GroupName, UserName }));
  },
};

const serviceLinkedRole: ResourceType = {
  async create(properties, { call }) {
    const input = pick(properties, "AWSServiceName", "CustomSuffix", "Description");
    const { Role } = await call<{ Role: { RoleName: string } }>("iam", "CreateServiceLinkedRole", input);
    return { id: Role.RoleName, attributes: { RoleName: Role.RoleName } };
  },
  delete: (existing, { call }) => unlessGone(call("iam", "DeleteRole", { RoleName: existing.id })),
};

export const IAM_RESOURCES: Readonly<Record<string, ResourceType>> = {
  "AWS::IAM::AccessKey": accessKey,
  "AWS::IAM::Group": group,
  "AWS::IAM::GroupPolicy": onlyPolicy("Group"),
  "AWS::IAM::InstanceProfile": instanceProfile,
  "AWS::IAM::ManagedPolicy": managedPolicy,
  "AWS::IAM::Policy": policy,
  "AWS::IAM::Role": role,
  "AWS::IAM::RolePolicy": onlyPolicy("Role"),
  "AWS::IAM::ServiceLinkedRole": serviceLinkedRole,
  "AWS::IAM::User": user,
  "AWS::IAM::UserPolicy": onlyPolicy("User"),
  "AWS::IAM::UserToGroupAddition": userToGroup,
};
