import type { Cloud } from "#kernel/cloud.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { Deployed } from "#template/deployed-resource.ts";
import type { Stack } from "#template/stack.ts";
import { openStacks } from "../cloudformation/state.ts";

/** A resource of a stack. */
export interface FoundResource {
  readonly stack: Stack;
  readonly logicalId: string;
  readonly resource: Deployed;
}

/** The resources of a type that stacks have made: what was made by hand is not known by its type. */
export function resourcesOf(cloud: Cloud, type: string): FoundResource[] {
  return cloud
    .state(openStacks)
    .deployment.stacks.flatMap((stack) =>
      [...stack.deployed].flatMap(([logicalId, resource]) =>
        resource.type === type ? [{ stack, logicalId, resource }] : [],
      ),
    );
}

/**
 * A resource by its identifier: what `Ref` gives, or an attribute, the last part where there are several.
 *
 * @throws ServiceError `ResourceNotFoundException`
 */
export function resourceOf(cloud: Cloud, type: string, identifier: string): FoundResource {
  const last = identifier.split("|").at(-1)!;
  const found = resourcesOf(cloud, type).find(
    ({ resource: { id, attributes } }) =>
      [identifier, last].includes(id) || Object.values(attributes).includes(identifier),
  );
  if (found) return found;
  throw new ServiceError(
    "ResourceNotFoundException",
    `Resource of type '${type}' with identifier '${identifier}' was not found.`,
  );
}
