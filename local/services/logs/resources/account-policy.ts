import {
  changes,
  lowerFirst,
  type Properties,
  pick,
  type ResourceContext,
  type ResourceType,
  unlessGone,
} from "#kernel/resource-type.ts";

async function putAccountPolicy(properties: Properties, { call, cloud }: ResourceContext) {
  const input = lowerFirst(
    pick(properties, "PolicyName", "PolicyDocument", "PolicyType", "Scope", "SelectionCriteria"),
  ) as object;
  await call("logs", "PutAccountPolicy", input);
  const { accountId } = cloud;
  const id = `${accountId}|${properties["PolicyType"]}|${properties["PolicyName"]}`;
  return { id, attributes: { AccountId: accountId } };
}

export const accountPolicy: ResourceType = {
  create: putAccountPolicy,
  update: (properties, _existing, context) => putAccountPolicy(properties, context),
  replaces: changes("PolicyName", "PolicyType"),
  delete: (_existing, { call }, properties) =>
    unlessGone(
      call("logs", "DeleteAccountPolicy", {
        policyName: properties["PolicyName"],
        policyType: properties["PolicyType"],
      }),
    ),
};
