import type { CreatedResource, Properties } from "../kernel/resource-type.ts";
import type { Collection } from "../kernel/storage/storage.ts";

/** What becomes of a resource that the stack no longer wants. */
export interface RetentionPolicies {
  readonly DeletionPolicy?: string | undefined;
  readonly UpdateReplacePolicy?: string | undefined;
}

/** A resource of a stack as it was made last. */
export interface Deployed extends CreatedResource {
  readonly type: string;
  readonly properties: Properties;
  readonly policies: RetentionPolicies;
  /** How often it was replaced. @default 0 */
  readonly generation?: number;
  /** What it was put in the place of, until the deployment that did so is over. @default nothing */
  readonly replaced?: readonly Deployed[];
  /** Whether its making or changing failed half way, and was left so. @default false */
  readonly failed?: boolean;
  /** Whether a former process made it. */
  readonly former?: boolean;
}

/** The resources of one stack by their logical ids, in the order of their making, written through to the storage. */
export class DeployedResources {
  readonly #resources = new Map<string, Deployed>();
  readonly #kept: Collection<Deployed>;

  constructor(kept: Collection<Deployed>) {
    this.#kept = kept;
  }

  /** Takes over what a former process has kept. */
  restoreFormer(restored: (resource: Deployed) => Deployed): void {
    for (const [id, resource] of this.#kept.entries())
      this.#resources.set(id, { ...restored(resource), former: true });
  }

  get all(): ReadonlyMap<string, Deployed> {
    return this.#resources;
  }

  get(id: string): Deployed | undefined {
    return this.#resources.get(id);
  }

  set(id: string, resource: Deployed): void {
    this.#resources.set(id, resource);
    this.#kept.set(id, resource);
  }

  delete(id: string): void {
    this.#resources.delete(id);
    this.#kept.delete(id);
  }
}

/** A resource as a stack shows it. */
export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  /** Physical id. */
  readonly id: string;
  /** Why it only stands for what the template means; undefined when it is that. */
  readonly placeholder: string | undefined;
}

export function shownResources(resources: ReadonlyMap<string, Deployed>): StackResource[] {
  return [...resources].map(([logicalId, { type, id, placeholder }]) => ({
    logicalId,
    type,
    id,
    placeholder,
  }));
}
