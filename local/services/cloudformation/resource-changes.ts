import { isDeepStrictEqual } from "node:util";
import type { StackSource } from "../../template/cloud-assembly.ts";
import { referencesIn } from "../../template/dependency-order.ts";
import { NESTED_STACK } from "../../template/nested-stack.ts";
import type { Stack } from "../../template/stack.ts";
import type { ResourceChange } from "./stack-record.ts";

/** What deploying a template would do to a stack, as its text tells: values are not evaluated. */
export function resourceChanges(stack: Stack, next: StackSource): ResourceChange[] {
  const former = stack.source;
  const present = new Map(stack.resources.map(({ logicalId, type, id }) => [logicalId, { type, id }]));
  const changedParameters = new Set(
    Object.keys(next.template.Parameters ?? {}).filter(
      (name) => parameterValue(former, name) !== parameterValue(next, name),
    ),
  );
  const changes: ResourceChange[] = [];
  for (const [logicalId, resource] of Object.entries(next.template.Resources)) {
    const existing = present.get(logicalId);
    const before = former?.template.Resources[logicalId];
    if (!existing) changes.push({ action: "Add", logicalId, type: resource.Type });
    else if (
      !isDeepStrictEqual(before, resource) ||
      referencesIn(resource.Properties, changedParameters).size > 0 ||
      resource.Type === NESTED_STACK
    )
      changes.push({
        action: "Modify",
        logicalId,
        type: resource.Type,
        physicalId: existing.id,
        replacement: before?.Type === resource.Type ? "False" : "True",
        properties: differing(before?.Properties, resource.Properties).concat(
          Object.entries(resource.Properties ?? {})
            .filter(([, value]) => referencesIn(value, changedParameters).size > 0)
            .map(([name]) => name),
        ),
        attributes: differing(before, resource).filter((name) => name !== "Properties"),
      });
  }
  for (const [logicalId, { type, id }] of present)
    if (!Object.hasOwn(next.template.Resources, logicalId))
      changes.push({ action: "Remove", logicalId, type, physicalId: id });
  return changes;
}

/** Members that are not the same on both sides. */
function differing(one: object | undefined, other: object | undefined): string[] {
  const [before, after] = [one ?? {}, other ?? {}] as Record<string, unknown>[];
  return [...new Set([...Object.keys(before!), ...Object.keys(after!)])].filter(
    (name) => !isDeepStrictEqual(before![name], after![name]),
  );
}

/** Whether anything but resources differs, such as outputs. */
export function otherChanges(stack: Stack, next: StackSource): boolean {
  const former = stack.source?.template;
  return !isDeepStrictEqual(former?.Outputs ?? {}, next.template.Outputs ?? {});
}

function parameterValue(source: StackSource | undefined, name: string): unknown {
  return source?.parameters[name] ?? source?.template.Parameters?.[name]?.Default;
}
