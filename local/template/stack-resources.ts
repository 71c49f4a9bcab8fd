import type { CreatedResource, Properties } from "../kernel/resource-type.ts";
import type { StackSource } from "./cloud-assembly.ts";
import { type Deployed, DeployedResources, type RetentionPolicies } from "./deployed-resource.ts";
import { withAttributes } from "./kept-stack.ts";
import { wrongProperties } from "./property-names.ts";
import { keepsName, NameInUseError, ReplacementError } from "./replacement.ts";
import {
  type Circumstances,
  type Making,
  ResourceMaking,
  type StandIns,
  type Wanted,
} from "./resource-making.ts";
import type { ResourceOwner } from "./stack-context.ts";
import type { TemplateResource } from "./template.ts";
import { TemplateError } from "./template-error.ts";

/** What was done to a resource. */
export type ResourceChange = "create" | "update" | "replace" | "delete" | "keep" | "leave";

const sameValue = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** A resource as it was made, and as it is. */
export interface ResourceDrift {
  readonly logicalId: string;
  readonly id: string;
  readonly type: string;
  readonly expected: Properties;
  /** Undefined when it is gone. */
  readonly actual: Properties | undefined;
}

/** The resources of one stack: makes, changes and removes one at a time. */
export class StackResources {
  readonly #owner: ResourceOwner;
  readonly #deployed: DeployedResources;
  readonly #making: ResourceMaking;

  constructor(owner: ResourceOwner) {
    this.#owner = owner;
    this.#deployed = new DeployedResources(owner.cloud.storage.collection(`stack-resources/${owner.name}`));
    this.#making = new ResourceMaking(owner, this.#deployed);
  }

  /** Says how the deployment that begins wants placeholders. */
  set standIns(standIns: StandIns) {
    this.#making.standIns = standIns;
  }

  /** Takes over what a former process made. */
  restoreFormer(): void {
    this.#deployed.restoreFormer((resource) => withAttributes(resource, this.#owner.cloud));
  }

  /** What is there, by logical id, in the order of its making. */
  get all(): ReadonlyMap<string, Deployed> {
    return this.#deployed.all;
  }

  /** Brings one resource to its properties. @throws TemplateError */
  async apply(
    id: string,
    { Type: type, DeletionPolicy, UpdateReplacePolicy }: Pick<TemplateResource, "Type"> & RetentionPolicies,
    properties: Properties,
    circumstances: Circumstances,
  ): Promise<ResourceChange> {
    await this.#check(id, type, properties);
    const policies = { DeletionPolicy, UpdateReplacePolicy };
    try {
      return await this.#bring(id, { type, policies, properties }, circumstances);
    } catch (cause) {
      if (cause instanceof TemplateError) throw cause;
      throw new TemplateError(`${this.#owner.name}.${id} (${type}): ${(cause as Error).message}`, { cause });
    }
  }

  /** Changes one resource in place. @throws ReplacementError, TemplateError */
  async change(id: string, properties: Properties, source: StackSource): Promise<void> {
    const { type, policies, properties: former } = this.#deployed.get(id)!;
    const resourceType = await this.#making.typeOf(type, source);
    if (!resourceType.update || resourceType.replaces?.(properties, former))
      throw new ReplacementError(id, type);
    await this.apply(id, { Type: type, ...policies }, properties, { source });
  }

  async #bring(id: string, wanted: Wanted, circumstances: Circumstances): Promise<ResourceChange> {
    const { type, properties } = wanted;
    const { source, renewed, attempted, undoing } = circumstances;
    const existing = this.#revived(id, wanted);
    const resourceType = await this.#making.typeOf(type, source);
    const { generation = 0, replaced = [] } = existing ?? {};
    const making = { id, wanted, resourceType, circumstances, generation, replaced };
    if (!existing) {
      this.#note(id, wanted, await this.#making.create(making));
      return "create";
    }
    if (existing.standIn) {
      const same = existing.type === type && sameValue(existing.properties, properties);
      const made = await this.#making.create(making);
      this.#note(id, wanted, made, existing);
      return made.standIn ? (same ? "keep" : "update") : "create";
    }
    const real = existing.type === type && (await this.#making.isReal(type, source));
    const replaces = !real || resourceType.replaces?.(properties, existing.properties);
    const halfDone = attempted !== undefined && !resourceType.replaces?.(attempted, existing.properties);
    const asItWas = !renewed && !existing.failed && !(halfDone && resourceType.update);
    if (!replaces && asItWas && sameValue(existing.properties, properties)) {
      if (existing.former && resourceType.remade) {
        this.#note(id, wanted, await this.#making.create(making), existing);
        return "update";
      }
      if (!resourceType.follows) {
        this.#note(id, wanted, existing, existing);
        return "keep";
      }
    }
    const problem = circumstances.permission?.(
      id,
      type,
      replaces || !resourceType.update ? "Replace" : "Modify",
    );
    if (problem !== undefined) throw new TemplateError(problem);
    if (!replaces && resourceType.update) {
      const context = this.#making.context(id, source, { generation: making.generation, undoing });
      const former = attempted ?? existing.properties;
      this.#note(id, wanted, await resourceType.update(properties, existing, context, former), existing);
      return "update";
    }
    await this.#replace(making, existing);
    return "replace";
  }

  /** The resource, or what it was put in the place of when that is wanted again. */
  #revived(id: string, { type, properties }: Wanted): Deployed | undefined {
    const existing = this.#deployed.get(id);
    const { replaced = [], ...current } = existing ?? { replaced: [] };
    const found = replaced.find((one) => one.type === type && sameValue(one.properties, properties));
    if (!found) return existing;
    const others = replaced.filter((one) => one !== found);
    this.#deployed.set(id, { ...found, replaced: [...others, current as Deployed] });
    return this.#deployed.get(id);
  }

  /** Makes the new one first, so that the former is there until all is well; where both have one name, it goes first. */
  async #replace(making: Making, existing: Deployed): Promise<void> {
    const { id, wanted, circumstances } = making;
    // What a failed deployment has made goes as that said.
    const policy = (circumstances.undoing ? existing : wanted).policies.UpdateReplacePolicy;
    const { replaced = [], ...former } = existing;
    const recreate = async () => {
      await this.#making.discard(id, existing, circumstances.source, policy);
      if (replaced.length === 0) this.#deployed.delete(id);
      this.#note(id, wanted, await this.#making.create(making), { ...existing, replaced });
    };
    if (keepsName(wanted.properties, existing)) {
      if (policy?.startsWith("Retain")) throw new NameInUseError(existing.id);
      return recreate();
    }
    const generation = making.generation + 1;
    const kept = { ...former, policies: { ...former.policies, UpdateReplacePolicy: policy } };
    const place = { generation, replaced: [...replaced, kept] };
    const made = await this.#making.create({ ...making, ...place });
    if (made.id === existing.id && !made.standIn) return recreate();
    this.#deployed.delete(id);
    this.#note(id, wanted, made, place);
  }

  /** Removes what was replaced. @returns why that could not be done */
  async removeReplaced(id: string, source: StackSource): Promise<readonly string[]> {
    const { replaced = [], ...resource } = this.#deployed.get(id) ?? {};
    if (replaced.length === 0) return [];
    const problems: string[] = [];
    for (const one of replaced)
      await this.#making
        .discard(id, one, source, one.policies.UpdateReplacePolicy)
        .catch((error: Error) => problems.push(error.message));
    this.#deployed.set(id, resource as Deployed);
    return problems;
  }

  /** Takes away what a deployment that is undone has made. */
  async undoCreation(id: string, source: StackSource): Promise<void> {
    const policy = this.#deployed.get(id)?.policies.DeletionPolicy;
    await this.remove(id, source, policy === "RetainExceptOnCreate" ? "Delete" : policy);
  }

  /**
   * Takes a resource away, unless its policy keeps it.
   *
   * @param policy what becomes of it
   */
  async remove(
    id: string,
    source: StackSource,
    policy: string | undefined = this.#deployed.get(id)?.policies.DeletionPolicy,
  ): Promise<void> {
    const deployed = this.#deployed.get(id);
    if (!deployed) return;
    await this.removeReplaced(id, source);
    await this.#making.discard(id, deployed, source, policy);
    this.#deployed.delete(id);
  }

  /** What resources were made as, and what they really are now; those that nobody can tell of are left out. */
  async drifts(source: StackSource, only?: readonly string[]): Promise<ResourceDrift[]> {
    const drifts: ResourceDrift[] = [];
    for (const [logicalId, deployed] of this.all) {
      if (only && !only.includes(logicalId)) continue;
      const read = await this.#making.read(logicalId, deployed, source);
      const { id, type, properties } = deployed;
      if (read) drifts.push({ logicalId, id, type, expected: properties, actual: read.actual });
    }
    return drifts;
  }

  /** Lets go of a resource that stays where it is. */
  forget(id: string): void {
    this.#deployed.delete(id);
  }

  #note(
    id: string,
    { type, policies, properties }: Wanted,
    { id: physicalId, attributes, placeholder, standIn }: CreatedResource,
    { generation = 0, replaced = [] }: Pick<Deployed, "generation" | "replaced"> = {},
  ): void {
    this.#deployed.set(id, {
      id: physicalId,
      attributes,
      ...(placeholder !== undefined && { placeholder }),
      ...(standIn && { standIn }),
      type,
      properties,
      policies,
      ...(generation > 0 && { generation }),
      ...(replaced.length > 0 && { replaced }),
    });
  }

  async #check(id: string, type: string, properties: Properties): Promise<void> {
    const wrong = await wrongProperties(type, properties);
    if (wrong.length > 0)
      throw new TemplateError(
        `${this.#owner.name}.${id} (${type}): Properties validation failed for resource ${id} with message:\n${wrong.join("\n")}`,
      );
  }
}
