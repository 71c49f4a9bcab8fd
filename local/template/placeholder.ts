import type { Properties, ResourceType } from "../kernel/resource-type.ts";
import { placeholderAttributes, placeholderRef } from "./placeholder-values.ts";

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
    async create(properties, context) {
      const name = nameIn(properties, type) ?? context.generateName();
      const id = placeholderRef(context.cloud, type, name);
      const attributes = placeholderAttributes(context.cloud, type, id, properties);
      return { id, attributes, placeholder: reason, standIn: true };
    },
    update: async (_properties, existing) => existing,
    delete: async () => {},
  };
}

/** What the resource is called: properties such as `KeyName` name something else. */
function nameIn(properties: Properties, type: string): string | undefined {
  const what = type.split("::").at(-1)!;
  const named = Object.entries(properties).find(
    ([member, value]) =>
      typeof value === "string" &&
      value !== "" &&
      member.endsWith("Name") &&
      what.endsWith(member.slice(0, -4)),
  );
  return named && String(named[1]);
}
