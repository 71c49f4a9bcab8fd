import type { Scope } from "./functions/template-function.ts";
import { evaluate, evaluateCondition } from "./intrinsics.ts";
import type { Template } from "./template.ts";
import { TemplateError } from "./template-error.ts";

/** Outputs of a stack whose resources are there, and what it exports of them. @throws TemplateError */
export async function evaluatedOutputs(
  stackName: string,
  { Outputs = {} }: Template,
  scope: Scope,
): Promise<{
  readonly outputs: Record<string, unknown>;
  readonly exported: ReadonlyMap<string, unknown>;
}> {
  const outputs: Record<string, unknown> = {};
  const exported = new Map<string, unknown>();
  for (const [id, { Value, Condition, Export }] of Object.entries(Outputs)) {
    if (Condition !== undefined && !(await evaluateCondition(Condition, scope))) continue;
    const value = await evaluate(Value, scope, `Outputs.${id}.Value`);
    outputs[id] = value;
    if (!Export) continue;
    const name = String(await evaluate(Export.Name, scope, `Outputs.${id}.Export.Name`));
    if (exported.has(name))
      throw new TemplateError(`${stackName}.Outputs.${id}: another output is exported as ${name} already.`);
    exported.set(name, value);
  }
  return { outputs, exported };
}
