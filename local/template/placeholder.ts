import { arnOf } from "../kernel/arn.ts";
import type { ResourceType } from "../kernel/resource-type.ts";

/** Attributes whose value has to look like an ARN for those that take it. */
const ARN_ATTRIBUTE = /arn$/i;

/**
 * Stands for a resource of a type that the local cloud does not have: its `Ref` and attributes have values, and nothing else
 * happens. What needs it can be deployed.
 *
 * @param type for example `"AWS::ECR::Repository"`
 * @param reason why it only stands for the resource
 */
export function placeholderType(
  type: string,
  reason = `The local cloud does not have ${type}.`,
): ResourceType {
  const service = type.split("::")[1]?.toLowerCase() ?? "unknown";
  return {
    async create(properties, context) {
      const named = Object.entries(properties).find(
        ([name, value]) => /^(Name|.*Name)$/.test(name) && typeof value === "string",
      );
      const id = named ? String(named[1]) : context.generateName();
      const arn = arnOf(context.cloud, service, id);
      const attributes = new Proxy<Record<string, unknown>>(
        {},
        {
          get: (_target, attribute) =>
            typeof attribute !== "string"
              ? undefined
              : ARN_ATTRIBUTE.test(attribute)
                ? arn
                : `${id}.${attribute}`,
        },
      );
      return { id, attributes, placeholder: reason };
    },
    update: async (_properties, existing) => existing,
    delete: async () => {},
  };
}
