import { checkConditions } from "./condition-order.ts";
import type { Template } from "./template.ts";
import { TemplateError } from "./template-error.ts";
import { countProblem } from "./template-format.ts";
import { transformed } from "./transforms/transform.ts";
import type { TransformPlace } from "./transforms/transform-place.ts";

/**
 * What a template says behind its transforms, in a form that can be deployed.
 *
 * @throws TemplateError saying what is not as expected
 */
export async function expanded(
  stackName: string,
  given: Template,
  placeOf: (template: Template) => TransformPlace,
): Promise<Template> {
  const template = await transformed(given, placeOf, stackName);
  const problem = countProblem(template);
  if (problem !== undefined) throw new TemplateError(`${stackName}: ${problem}`);
  checkConditions(template);
  return template;
}
