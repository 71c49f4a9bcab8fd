import {
  changes,
  type Properties,
  type ResourceContext,
  type ResourceType,
  unlessExists,
  unlessGone,
} from "#kernel/resource-type.ts";

/** What policies stand on. */
export type PrincipalKind = "Role" | "User" | "Group";

interface InlinePolicy {
  readonly PolicyName: string;
  readonly PolicyDocument: unknown;
}

const inlineOf = (properties: Properties) => (properties["Policies"] ?? []) as InlinePolicy[];
const managedOf = (properties: Properties) => (properties["ManagedPolicyArns"] ?? []) as string[];

/** Puts the policies on a role, user or group, and takes away those that the former properties had and these have not. */
async function applyPolicies(
  kind: PrincipalKind,
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
async function removePolicies(kind: PrincipalKind, name: string, { call }: ResourceContext): Promise<void> {
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
export function principalType(
  kind: PrincipalKind,
  settings: (properties: Properties) => Record<string, unknown>,
  apply: (name: string, properties: Properties, context: ResourceContext) => Promise<void> = async () => {},
  release: (name: string, context: ResourceContext) => Promise<void> = async () => {},
): ResourceType {
  const nameMember = `${kind}Name`;
  return {
    async create(properties, context) {
      const name = String(properties[nameMember] ?? context.generateName(64));
      const who = { [nameMember]: name };
      const create = context.call("iam", `Create${kind}`, { ...who, ...settings(properties) });
      if (await unlessExists(create, "EntityAlreadyExistsException"))
        context.made({ id: name, attributes: {} });
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
