import { LANGUAGE_EXTENSIONS, SERVERLESS, type Template, transformsOf } from "../template.ts";
import { TemplateError } from "../template-error.ts";
import { INCLUDE, included, readCall, withEmbedded } from "./embedded.ts";
import { withoutLoops } from "./for-each.ts";
import { runMacro } from "./macros.ts";
import type { TransformPlace } from "./transform-place.ts";

/** Makes a template of another. @param call what stands in the template: a name, or an object with parameters */
type Transform = (template: Template, place: TransformPlace, call: unknown) => Promise<Template>;

const TRANSFORMS: Readonly<Record<string, Transform>> = {
  [LANGUAGE_EXTENSIONS]: async (template, { scope }) => {
    const { Resources, Conditions, Outputs } = template;
    return {
      ...template,
      ...((await withoutLoops({ Resources, Conditions, Outputs }, scope, "")) as Template),
    };
  },
  [SERVERLESS]: async (template, { parameters }) => {
    const { expandServerless } = await import("../sam/serverless.ts");
    const { Transform: _transform, ...rest } = expandServerless(template, parameters);
    return { ...rest, ...without(template, SERVERLESS) };
  },
  [INCLUDE]: async (template, place, call) => {
    const { Parameters } = await readCall(call, place, "Transform");
    const content = included(String(Parameters["Location"]), place, "Transform");
    return { ...content, ...template, ...merged(content, template), ...without(template, INCLUDE) };
  },
};

/** Sections of a template that both have are one. */
function merged(content: object, template: Template): Partial<Template> {
  const both = Object.entries(content).filter(([name]) => Object.hasOwn(template, name));
  return Object.fromEntries(
    both.map(([name, value]) => [
      name,
      { ...(value as object), ...(template as unknown as Record<string, object>)[name] },
    ]),
  );
}

/** The transforms that are left. */
function without(template: Template, name: string): Pick<Template, "Transform"> {
  const calls = [template.Transform ?? []]
    .flat()
    .filter((call) => transformsOf({ Transform: call })[0] !== name);
  return { Transform: calls.length > 0 ? calls : undefined };
}

/** A macro is given the template without its transforms. */
async function byMacro(
  template: Template,
  name: string,
  place: TransformPlace,
  call: unknown,
): Promise<Template> {
  const { Transform: _transform, ...fragment } = template;
  const { Parameters } =
    typeof call === "string" ? { Parameters: {} } : await readCall(call, place, "Transform");
  const made = await runMacro(place.cloud, name, {
    fragment,
    params: Parameters,
    templateParameterValues: place.parameters,
  });
  if (!made)
    throw new TemplateError(
      `the transform ${JSON.stringify(name)} is not supported: the local cloud has ${Object.keys(TRANSFORMS).join(", ")} and the macros that are deployed.`,
    );
  return { ...(made.fragment as Template), ...without(template, name) };
}

/**
 * What the transforms of a template make of it. Transforming what came out of it changes nothing.
 *
 * @throws TemplateError when the local cloud does not have one of them
 */
export async function transformed(
  template: Template,
  placeOf: (template: Template) => TransformPlace,
  stackName: string,
): Promise<Template> {
  try {
    let result = (await withEmbedded(template, placeOf(template), "")) as Template;
    for (const call of [template.Transform ?? []].flat()) {
      const name = transformsOf({ Transform: call })[0]!;
      const place = placeOf(result);
      result = Object.hasOwn(TRANSFORMS, name)
        ? await TRANSFORMS[name]!(result, place, call)
        : await byMacro(result, name, place, call);
    }
    return result;
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new TemplateError(`${stackName}: ${error.message}`, { cause: error });
  }
}
