import type { Scope } from "../functions/template-function.ts";
import { LANGUAGE_EXTENSIONS, type Template, transformsOf } from "../template.ts";
import { TemplateError } from "../template-error.ts";
import { withoutLoops } from "./for-each.ts";

/** Makes a template of another. `scope` knows the parameters. */
type Transform = (template: Template, scope: Scope, stackName: string) => Promise<Template>;

/** The transform of AWS's Serverless Application Model. */
const SERVERLESS = "AWS::Serverless-2016-10-31";

const TRANSFORMS: Readonly<Record<string, Transform>> = {
  [LANGUAGE_EXTENSIONS]: async (template, scope, stackName) => {
    const { Resources, Conditions, Outputs } = template;
    return {
      ...template,
      ...((await withoutLoops({ Resources, Conditions, Outputs }, scope, stackName)) as Template),
    };
  },
  [SERVERLESS]: async (template, _scope, stackName) => {
    try {
      const { expandServerless } = await import("../sam/serverless.ts");
      const expanded = expandServerless(template);
      const left = transformsOf(template).filter((name) => name !== SERVERLESS);
      const { Transform: _transform, ...rest } = expanded;
      return { ...rest, ...(left.length > 0 && { Transform: left }) };
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      throw new TemplateError(`${stackName}: ${error.message}`, { cause: error });
    }
  },
};

/**
 * What the transforms of a template make of it. Transforming what came out of it changes nothing.
 *
 * @throws TemplateError when the local cloud does not have one of them
 */
export async function transformed(
  template: Template,
  scopeOf: (template: Template) => Scope,
  stackName: string,
): Promise<Template> {
  let result = template;
  for (const name of transformsOf(template)) {
    const transform = Object.hasOwn(TRANSFORMS, name) ? TRANSFORMS[name] : undefined;
    if (!transform)
      throw new TemplateError(
        `${stackName}: the transform ${JSON.stringify(name)} is not supported: the local cloud has ${Object.keys(TRANSFORMS).join(" and ")}.`,
      );
    result = await transform(result, scopeOf(result), stackName);
  }
  return result;
}
