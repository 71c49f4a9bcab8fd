import type { Cloud } from "../kernel/cloud.ts";
import type { Properties } from "../kernel/resource-type.ts";
import { makeImportedGroups } from "./imported-groups.ts";
import { makeImportedResources } from "./imported-resources.ts";
import type { StackOptions } from "./stack-options.ts";

/** What resources of a stack name and that was not there: it is made where that is wanted. */
export class StackImports {
  readonly #cloud: Cloud;
  readonly groups = new Set<string>();
  readonly resources = new Set<string>();

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  /** @param ownNames names that the stack's resources give themselves */
  async make(
    type: string,
    properties: Properties,
    { makeImportedGroups: makesGroups, standInForAbsent, skipTypes = [] }: StackOptions,
    ownNames: ReadonlySet<string> | undefined,
  ): Promise<void> {
    if (skipTypes.includes(type)) return;
    if (makesGroups)
      for (const name of await makeImportedGroups(this.#cloud, type, properties)) this.groups.add(name);
    if (standInForAbsent)
      for (const what of await makeImportedResources(this.#cloud, type, properties, ownNames!))
        this.resources.add(what);
  }
}
