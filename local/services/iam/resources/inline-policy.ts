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

export const policy: ResourceType = {
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
