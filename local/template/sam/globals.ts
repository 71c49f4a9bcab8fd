import type { TemplateResource } from "../template.ts";
import type { Written } from "./expansion.ts";

/** A resource with the globals of its type below its properties, less those that it does not want. */
export function withDefaults(resource: TemplateResource, globals: unknown): TemplateResource {
  const { IgnoreGlobals } = resource as TemplateResource & { readonly IgnoreGlobals?: unknown };
  const wanted =
    IgnoreGlobals === "*"
      ? undefined
      : Array.isArray(IgnoreGlobals) && isMap(globals)
        ? Object.fromEntries(Object.entries(globals).filter(([name]) => !IgnoreGlobals.includes(name)))
        : globals;
  return { ...resource, Properties: (withGlobals(resource.Properties, wanted) ?? {}) as Written };
}

/**
 * Properties with the template's globals below them: maps are merged, lists put together, the global's elements first.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
 */
function withGlobals(own: unknown, global: unknown): unknown {
  if (global === undefined) return own;
  if (own === undefined) return global;
  if (Array.isArray(own) && Array.isArray(global)) return [...global, ...own];
  if (!isMap(own) || !isMap(global)) return own;
  const names = new Set([...Object.keys(global), ...Object.keys(own)]);
  return Object.fromEntries([...names].map((name) => [name, withGlobals(own[name], global[name])]));
}

/** Functions of the language are values of their own. */
function isMap(value: unknown): value is Written {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const names = Object.keys(value);
  return !(names.length === 1 && (names[0] === "Ref" || names[0]!.startsWith("Fn::")));
}
