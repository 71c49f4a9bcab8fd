import { arnOf } from "#kernel/arn.ts";
import {
  changes,
  isTrue,
  type Properties,
  type ResourceContext,
  type ResourceType,
  tagsOf,
  unlessExists,
  unlessGone,
} from "#kernel/resource-type.ts";

async function applyGroupSettings(
  name: string,
  properties: Properties,
  { call }: ResourceContext,
  former: Properties = {},
) {
  const group = { logGroupName: name };
  if (properties["RetentionInDays"] !== undefined)
    await call("logs", "PutRetentionPolicy", {
      ...group,
      retentionInDays: properties["RetentionInDays"],
    });
  else if (former["RetentionInDays"] !== undefined) await call("logs", "DeleteRetentionPolicy", group);
  const deletionProtectionEnabled = isTrue(properties["DeletionProtectionEnabled"]);
  if (deletionProtectionEnabled !== isTrue(former["DeletionProtectionEnabled"]))
    await call("logs", "PutLogGroupDeletionProtection", {
      logGroupIdentifier: name,
      deletionProtectionEnabled,
    });
  if (properties["DataProtectionPolicy"] !== undefined)
    await call("logs", "PutDataProtectionPolicy", {
      logGroupIdentifier: name,
      policyDocument: JSON.stringify(properties["DataProtectionPolicy"]),
    });
  for (const policy of (properties["FieldIndexPolicies"] ?? []) as unknown[])
    await call("logs", "PutIndexPolicy", {
      logGroupIdentifier: name,
      policyDocument: JSON.stringify(policy),
    });
}

export const logGroup: ResourceType = {
  async create(properties, context) {
    const name = String(properties["LogGroupName"] ?? context.generateName(512));
    const create = context.call("logs", "CreateLogGroup", {
      logGroupName: name,
      ...(properties["KmsKeyId"] !== undefined && { kmsKeyId: properties["KmsKeyId"] }),
      ...(properties["LogGroupClass"] !== undefined && { logGroupClass: properties["LogGroupClass"] }),
      ...(properties["Tags"] !== undefined && { tags: tagsOf(properties) }),
    });
    const isNew = await unlessExists(create, "ResourceAlreadyExistsException");
    try {
      await applyGroupSettings(name, properties, context);
    } catch (error) {
      if (isNew) await context.call("logs", "DeleteLogGroup", { logGroupName: name });
      throw error;
    }
    const { region, accountId } = context.cloud;
    return { id: name, attributes: { Arn: arnOf({ region, accountId }, "logs", `log-group:${name}:*`) } };
  },
  replaces: changes("LogGroupName", "LogGroupClass"),
  async update(properties, existing, context, former) {
    await applyGroupSettings(existing.id, properties, context, former);
    return existing;
  },
  async read({ id }, { call }) {
    const { logGroups } = await call<{ logGroups: (Properties & { logGroupName: string })[] }>(
      "logs",
      "DescribeLogGroups",
      { logGroupNamePrefix: id },
    );
    const found = logGroups.find(({ logGroupName }) => logGroupName === id);
    if (!found) return undefined;
    return {
      LogGroupName: id,
      RetentionInDays: found["retentionInDays"],
      LogGroupClass: found["logGroupClass"],
      KmsKeyId: found["kmsKeyId"],
    };
  },
  delete: (existing, { call }) => unlessGone(call("logs", "DeleteLogGroup", { logGroupName: existing.id })),
};
