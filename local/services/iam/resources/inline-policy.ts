import {
  changes,
  type Properties,
  type ResourceContext,
  type ResourceType,
  unlessGone,
} from "#kernel/resource-type.ts";
import type { PrincipalKind } from "./principal-type.ts";

export const HOLDERS: readonly PrincipalKind[] = ["Role", "User", "Group"];

/** The roles, users and groups that a policy names, each as the operations do. */
export const holdersOf = (properties: Properties) =>
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

type Holders = ReturnType<typeof holdersOf>;

/** Those that the former properties name and these do not. */
export function goneHolders(properties: Properties, former: Properties): Holders {
  const left = new Set(holdersOf(properties).map((one) => JSON.stringify(one)));
  return holdersOf(former).filter((one) => !left.has(JSON.stringify(one)));
}

async function takeFrom(
  holders: Holders,
  { PolicyName }: Properties,
  { call }: ResourceContext,
): Promise<void> {
  for (const { kind, who } of holders)
    await unlessGone(call("iam", `Delete${kind}Policy`, { ...who, PolicyName }));
}

export const policy: ResourceType = {
  async create(properties, context) {
    await putOnHolders(properties, context);
    const id = String(properties["PolicyName"]);
    return { id, attributes: { Id: id } };
  },
  replaces: changes("PolicyName"),
  async update(properties, existing, context, former) {
    await putOnHolders(properties, context);
    await takeFrom(goneHolders(properties, former), former, context);
    return existing;
  },
  delete: (_existing, context, properties) => takeFrom(holdersOf(properties), properties, context),
};

/** One inline policy of one role, user or group, as a type of its own. */
export const onlyPolicy = (kind: PrincipalKind): ResourceType => {
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
