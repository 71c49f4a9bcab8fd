import type { Template } from "./template.ts";
import { TemplateError } from "./template-error.ts";

/** Names of the conditions that a value asks for. */
function conditionsIn(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value !== "object" || value === null) return found;
  for (const [member, inner] of Object.entries(value)) {
    if (member === "Condition" && typeof inner === "string") found.add(inner);
    conditionsIn(inner, found);
  }
  return found;
}

/**
 * Sees that conditions can be told, one after the other, and that resources and outputs name such as are there.
 *
 * @throws TemplateError in CloudFormation's words
 */
export function checkConditions({ Conditions = {}, Resources, Outputs = {} }: Template): void {
  const told = new Set<string>();
  const visit = (name: string, path: readonly string[]) => {
    if (told.has(name)) return;
    if (path.includes(name))
      throw new TemplateError(`Circular dependencies in conditions: ${[...path, name].join(" → ")}`);
    if (!Object.hasOwn(Conditions, name)) unresolved(name, "Conditions");
    for (const other of conditionsIn(Conditions[name])) visit(other, [...path, name]);
    told.add(name);
  };
  for (const name of Object.keys(Conditions)) visit(name, []);
  for (const [block, members] of Object.entries({ Resources, Outputs }))
    for (const { Condition } of Object.values(members))
      if (Condition !== undefined && !Object.hasOwn(Conditions, Condition)) unresolved(Condition, block);
}

function unresolved(name: string, block: string): never {
  throw new TemplateError(`Unresolved condition dependency ${name} in the ${block} block of the template`);
}
