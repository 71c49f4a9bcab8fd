import { createHash } from "node:crypto";
import { arnOf, globalArnOf } from "../../kernel/arn.ts";
import type { Properties, ResourceContext, ResourceType } from "../../kernel/resource-type.ts";

/** Resources that other resources refer to and that have no effect here: identities are not checked. */
function accepted(
  identify: (
    name: string,
    context: ResourceContext,
    properties: Properties,
  ) => { id: string; attributes: Record<string, unknown> },
): ResourceType {
  return {
    create: async (properties, context) => identify(context.generateName(64), context, properties),
    update: async (_properties, existing) => existing,
    delete: async () => {},
  };
}

const role = accepted((generated, { cloud }, properties) => {
  const name = String(properties["RoleName"] ?? generated);
  const Arn = globalArnOf(cloud, "iam", `role/${name}`);
  return {
    id: name,
    attributes: {
      Arn,
      RoleId: `AROA${createHash("sha256").update(name).digest("hex").slice(0, 17).toUpperCase()}`,
    },
  };
});

const managedPolicy = accepted((generated, { cloud }, properties) => {
  const name = String(properties["ManagedPolicyName"] ?? generated);
  const arn = globalArnOf(cloud, "iam", `policy/${name}`);
  return { id: arn, attributes: { PolicyArn: arn } };
});

const policy = accepted((generated, _context, properties) => {
  const name = String(properties["PolicyName"] ?? generated);
  return { id: name, attributes: { Id: name } };
});

const key = accepted((generated, { cloud }) => {
  const digest = createHash("sha256").update(generated).digest("hex");
  const id = [
    digest.slice(0, 8),
    digest.slice(8, 12),
    digest.slice(12, 16),
    digest.slice(16, 20),
    digest.slice(20, 32),
  ].join("-");
  return { id, attributes: { Arn: arnOf(cloud, "kms", `key/${id}`), KeyId: id } };
});

const alias = accepted((_generated, _context, properties) => ({
  id: String(properties["AliasName"]),
  attributes: {},
}));

const metadata = accepted((generated) => ({ id: generated, attributes: {} }));

export const ACCOUNT_RESOURCES: Readonly<Record<string, ResourceType>> = {
  "AWS::IAM::Role": role,
  "AWS::IAM::Policy": policy,
  "AWS::IAM::ManagedPolicy": managedPolicy,
  "AWS::KMS::Key": key,
  "AWS::KMS::Alias": alias,
  "AWS::CDK::Metadata": metadata,
};
