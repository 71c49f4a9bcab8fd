import { createHash } from "node:crypto";
import { arnOf } from "../kernel/arn.ts";
import type { Properties, ResourceContext, ResourceType } from "../kernel/resource-type.ts";
import { macroType } from "./transforms/macros.ts";
import { WAIT_CONDITION, waitCondition, waitConditionHandle } from "./wait-conditions/wait-condition.ts";

/** Resources that other resources refer to and that have no effect here: identities are not checked. */
function inert(
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

const key = inert((generated, { cloud }) => {
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

const alias = inert((_generated, _context, properties) => ({
  id: String(properties["AliasName"]),
  attributes: {},
}));

/** What CodeDeploy would do is done at once: aliases are moved as a whole. */
const deployment = (member: string) =>
  inert((generated, _context, properties) => ({
    id: String(properties[member] ?? generated),
    attributes: {},
  }));

const metadata = inert((generated) => ({ id: generated, attributes: {} }));

export const INERT_RESOURCES: Readonly<Record<string, ResourceType>> = {
  "AWS::KMS::Key": key,
  "AWS::KMS::Alias": alias,
  "AWS::CDK::Metadata": metadata,
  "AWS::CodeDeploy::Application": deployment("ApplicationName"),
  "AWS::CodeDeploy::DeploymentConfig": deployment("DeploymentConfigName"),
  "AWS::CodeDeploy::DeploymentGroup": deployment("DeploymentGroupName"),
  "AWS::CloudFormation::Macro": macroType,
  [WAIT_CONDITION]: waitCondition,
  "AWS::CloudFormation::WaitConditionHandle": waitConditionHandle,
};
