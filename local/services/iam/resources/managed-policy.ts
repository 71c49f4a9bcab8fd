import {
  changes,
  type Properties,
  pick,
  type ResourceContext,
  type ResourceType,
  unlessGone,
} from "#kernel/resource-type.ts";
import { goneHolders, HOLDERS, holdersOf } from "./inline-policy.ts";

async function attachToHolders(PolicyArn: string, properties: Properties, { call }: ResourceContext) {
  for (const { kind, who } of holdersOf(properties))
    await call("iam", `Attach${kind}Policy`, { ...who, PolicyArn });
}

export const managedPolicy: ResourceType = {
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
    const made = { id: Policy.Arn, attributes: { PolicyArn: Policy.Arn, PolicyId: Policy.PolicyId } };
    context.made(made);
    await attachToHolders(Policy.Arn, properties, context);
    return made;
  },
  replaces: changes("ManagedPolicyName", "Path", "Description"),
  async update(properties, existing, context, former) {
    const PolicyArn = existing.id;
    await attachToHolders(PolicyArn, properties, context);
    for (const { kind, who } of goneHolders(properties, former))
      await unlessGone(context.call("iam", `Detach${kind}Policy`, { ...who, PolicyArn }));
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
