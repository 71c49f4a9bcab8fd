import { asList, fail, type Scope } from "../functions/template-function.ts";
import { evaluate } from "../intrinsics.ts";
import { FOR_EACH } from "../template.ts";

/**
 * Writes the loops of a value out: `"Fn::ForEach::Name": [identifier, collection, { key: value }]` becomes one member
 * for each element, with `${identifier}` in keys and texts replaced.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-foreach.html
 *
 * @param scope knows parameters and mappings, of which collections are made
 * @throws TemplateError when a loop is malformed or makes a member twice
 */
export async function withoutLoops(value: unknown, scope: Scope, path: string): Promise<unknown> {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value))
    return Promise.all(value.map((element, index) => withoutLoops(element, scope, `${path}[${index}]`)));
  const result: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const members = key.startsWith(FOR_EACH)
      ? await loop(inner, scope, `${path}.${key}`)
      : { [key]: await withoutLoops(inner, scope, `${path}.${key}`) };
    for (const [name, member] of Object.entries(members)) {
      if (Object.hasOwn(result, name)) fail(path, `"${name}" is made twice`);
      result[name] = member;
    }
  }
  return result;
}

async function loop(argument: unknown, scope: Scope, path: string): Promise<Record<string, unknown>> {
  const [identifier, collection, body] = asList(argument, path, 3);
  if (typeof identifier !== "string" || typeof body !== "object" || body === null)
    return fail(path, "expected a list of an identifier, a collection and an object");
  const elements = asList(await evaluate(collection, scope, `${path}[1]`), `${path}[1]`);
  const result: Record<string, unknown> = {};
  for (const element of elements) {
    const once = await withoutLoops(replaced(body, identifier, String(element)), scope, path);
    for (const [name, member] of Object.entries(once as object)) {
      if (Object.hasOwn(result, name)) fail(path, `"${name}" is made twice`);
      result[name] = member;
    }
  }
  return result;
}

/** `${identifier}` is the element, `&{identifier}` the element without what no logical id may have. */
function replaced(value: unknown, identifier: string, element: string): unknown {
  const inText = (text: string) =>
    text
      .replaceAll(`\${${identifier}}`, () => element)
      .replaceAll(`&{${identifier}}`, () => element.replaceAll(/[^A-Za-z0-9]/g, ""));
  const inside = (inner: unknown): unknown => {
    if (typeof inner === "string") return inText(inner);
    if (typeof inner !== "object" || inner === null) return inner;
    if (Array.isArray(inner)) return inner.map(inside);
    const entries = Object.entries(inner);
    if (entries.length === 1 && entries[0]![0] === "Ref" && entries[0]![1] === identifier) return element;
    return Object.fromEntries(entries.map(([key, member]) => [inText(key), inside(member)]));
  };
  return inside(value);
}
