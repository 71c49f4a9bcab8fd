import { createHash } from "node:crypto";
import { type ResourceType, unlessGone } from "../../kernel/resource-type.ts";

const secret: ResourceType = {
  async create(properties, context) {
    const Name = String(properties["Name"] ?? context.generateName(200));
    const generate = properties["GenerateSecretString"] as
      | { SecretStringTemplate?: string; GenerateStringKey?: string }
      | undefined;
    // A fixed text in place of a random one: the same stack behaves the same in every run.
    const generated = createHash("sha256").update(Name).digest("hex").slice(0, 32);
    const SecretString = generate?.GenerateStringKey
      ? JSON.stringify({
          ...JSON.parse(generate.SecretStringTemplate ?? "{}"),
          [generate.GenerateStringKey]: generated,
        })
      : String(properties["SecretString"] ?? generated);
    const { ARN } = await context.call<{ ARN: string }>("secretsmanager", "CreateSecret", {
      Name,
      SecretString,
    });
    return { id: ARN, attributes: { Id: ARN } };
  },
  delete: (existing, { call }) =>
    unlessGone(
      call("secretsmanager", "DeleteSecret", { SecretId: existing.id, ForceDeleteWithoutRecovery: true }),
    ),
};

export const SECRETS_MANAGER_RESOURCES: Readonly<Record<string, ResourceType>> = {
  "AWS::SecretsManager::Secret": secret,
};
