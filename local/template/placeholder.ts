import { arnOf, type Place } from "../kernel/arn.ts";
import type { CreatedResource, ResourceType } from "../kernel/resource-type.ts";

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
  return {
    kept: true,
    async create(properties, context) {
      const named = Object.entries(properties).find(
        ([name, value]) => /^(Name|.*Name)$/.test(name) && typeof value === "string",
      );
      const id = named ? String(named[1]) : context.generateName();
      return { id, attributes: placeholderAttributes(context.cloud, type, id), placeholder: reason };
    },
    update: async (_properties, existing) => existing,
    delete: async () => {},
  };
}

/** Attributes of any name, those that are ARNs by their names as ARNs. */
export function placeholderAttributes(place: Place, type: string, id: string): CreatedResource["attributes"] {
  const service = type.split("::")[1]?.toLowerCase() ?? "unknown";
  const arn = arnOf(place, service, id);
  const textOf = (attribute: string) => (ARN_ATTRIBUTE.test(attribute) ? arn : `${id}.${attribute}`);
  return new Proxy<Record<string, unknown>>(
    {},
    { get: (_target, attribute) => (typeof attribute === "string" ? textOf(attribute) : undefined) },
  );
}
