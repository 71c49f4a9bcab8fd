import type { StackSource } from "./cloud-assembly.ts";
import { dependenciesOf, removalOrder } from "./dependency-order.ts";
import type { StackOptions } from "./stack-options.ts";
import type { StackResources } from "./stack-resources.ts";
import { TemplateError } from "./template-error.ts";

/** How a stack is removed. */
export interface RemovalOptions extends Pick<StackOptions, "onEvent" | "onFailure" | "onNested"> {
  /** Logical ids of resources that stay where they are. @default none */
  readonly retained?: readonly string[];
}

/**
 * Removes every resource of a stack, the last made first, those with a Retain policy excepted. What another depends on that
 * could not be removed stays with it.
 *
 * @param deployed what the stack was last
 * @throws TemplateError in CloudFormation's words when some could not be removed
 */
export async function removeResources(
  resources: StackResources,
  deployed: StackSource,
  { retained = [], onEvent, onFailure }: RemovalOptions,
): Promise<void> {
  const written = deployed.template.Resources;
  const known = new Set(Object.keys(written));
  const needed = new Set<string>();
  const failed: string[] = [];
  const need = (id: string) => {
    if (needed.has(id) || !Object.hasOwn(written, id)) return;
    needed.add(id);
    for (const dependency of dependenciesOf(id, written[id]!, known)) need(dependency);
  };
  const reasons: string[] = [];
  const { name: stackName } = deployed;
  const total = resources.all.size;
  let done = 0;
  for (const id of removalOrder(resources.all.keys(), deployed.template)) {
    if (needed.has(id)) continue;
    const resource = resources.all.get(id);
    if (!resource) continue;
    try {
      if (retained.includes(id)) resources.forget(id);
      else await resources.remove(id, deployed);
      const { type, id: physicalId, placeholder } = resource;
      done++;
      onEvent?.({ stackName, logicalId: id, type, change: "delete", physicalId, placeholder, done, total });
    } catch (error) {
      failed.push(id);
      reasons.push((error as Error).message);
      onFailure?.({ stackName, logicalId: id, type: resource.type, reason: (error as Error).message });
      need(id);
    }
  }
  if (failed.length > 0)
    throw new TemplateError(
      `The following resource(s) failed to delete: [${failed.join(", ")}]. ${reasons.join(" ")}`,
    );
}
