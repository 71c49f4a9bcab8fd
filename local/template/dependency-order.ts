import type { Template, TemplateResource } from "./template.ts";
import { TemplateError } from "./template-error.ts";

/** Logical ids that a value refers to by `Ref`, `Fn::GetAtt` or `Fn::Sub`. */
export function referencesIn(
  value: unknown,
  known: ReadonlySet<string>,
  found = new Set<string>(),
): Set<string> {
  if (typeof value !== "object" || value === null) return found;
  if (Array.isArray(value)) {
    for (const element of value) referencesIn(element, known, found);
    return found;
  }
  for (const [member, inner] of Object.entries(value)) {
    const note = (name: unknown) => known.has(String(name)) && found.add(String(name));
    if (member === "Ref") note(inner);
    else if (member === "Fn::GetAtt") note(Array.isArray(inner) ? inner[0] : String(inner).split(".")[0]);
    else if (member === "Fn::Sub") {
      const text = String(Array.isArray(inner) ? inner[0] : inner);
      for (const [, name] of text.matchAll(/\$\{([^!}][^}]*)\}/g)) note(name!.trim().split(".")[0]);
    }
    referencesIn(inner, known, found);
  }
  return found;
}

/**
 * Logical ids of a template, each behind those it depends on.
 *
 * @throws TemplateError when resources depend on each other in a circle, or on one that is not there
 */
export function dependencyOrder(template: Template): string[] {
  const known = new Set(Object.keys(template.Resources));
  const order = new Set<string>();
  const visit = (id: string, path: readonly string[]) => {
    if (order.has(id)) return;
    if (path.includes(id))
      throw new TemplateError(
        `Resources depend on each other in a circle: ${[...path.slice(path.indexOf(id)), id].join(" → ")}`,
      );
    for (const dependency of dependenciesOf(id, template.Resources[id]!, known))
      visit(dependency, [...path, id]);
    order.add(id);
  };
  for (const id of known) visit(id, []);
  return [...order];
}

/** Logical ids that a resource depends on, written or by what it refers to. */
export function dependenciesOf(
  id: string,
  resource: TemplateResource,
  known: ReadonlySet<string>,
): Set<string> {
  const found = referencesIn(resource.Properties, known);
  for (const name of [resource.DependsOn ?? []].flat()) {
    if (!known.has(name))
      throw new TemplateError(`Resources.${id}.DependsOn names "${name}", which is no resource.`);
    found.add(name);
  }
  return found;
}

/**
 * Logical ids of what is there in the order of their removal: each before those it depends on.
 *
 * @param present in the order of their making
 * @param template what they were deployed with; others than its own come first
 */
export function removalOrder(present: Iterable<string>, template: Template | undefined): string[] {
  const ids = [...present].reverse();
  const written = template ? dependencyOrder(template).reverse() : [];
  return [...ids.filter((id) => !written.includes(id)), ...written.filter((id) => ids.includes(id))];
}
