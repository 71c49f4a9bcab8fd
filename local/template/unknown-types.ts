import { NESTED_STACK } from "./nested-stack.ts";
import type { ResourceTypes } from "./resource-types.ts";
import type { Template } from "./template.ts";
import { TemplateError } from "./template-error.ts";

/** @throws TemplateError when a template has types that the local cloud does not have and that are not skipped */
export async function refuseUnknownTypes(
  stackName: string,
  { Resources }: Template,
  types: ResourceTypes,
  skipped: ReadonlySet<string>,
): Promise<void> {
  const unknown: (readonly [id: string, type: string])[] = [];
  for (const [id, { Type }] of Object.entries(Resources))
    if (!skipped.has(Type) && Type !== NESTED_STACK && !(await types.find(Type))) unknown.push([id, Type]);
  if (unknown.length === 0) return;
  const list = unknown.map(([id, type]) => `${id} (${type})`).join(", ");
  const names = [...new Set(unknown.map(([, type]) => type))];
  throw new TemplateError(
    `${stackName}: the local cloud does not have ${list}. Leave ${names.length > 1 ? "them" : "it"} out with ${names.map((type) => `--skip-type ${type}`).join(" ")}, or have placeholders stand for all such with --skip-unknown.`,
  );
}
