import type { Cloud } from "../kernel/cloud.ts";
import {
  type CreatedResource,
  generatedName,
  type Properties,
  type ResourceContext,
  type ResourceType,
} from "../kernel/resource-type.ts";
import { assetPath, type ObjectPath } from "./asset-path.ts";
import type { StackSource } from "./cloud-assembly.ts";
import { placeholderType } from "./placeholder.ts";
import { wrongProperties } from "./property-names.ts";
import type { TemplateResource } from "./template.ts";
import { TemplateError } from "./template-error.ts";
import { typedInput } from "./typed-input.ts";

/** A resource of a stack as it was made last. */
export interface Deployed extends CreatedResource {
  readonly type: string;
  readonly properties: Properties;
  readonly policies: RetentionPolicies;
  /** Whether a former process made it. */
  readonly former?: boolean;
}

/** What becomes of a resource that the stack no longer wants. */
interface RetentionPolicies {
  readonly DeletionPolicy?: string | undefined;
  readonly UpdateReplacePolicy?: string | undefined;
}

/** What was done to a resource. */
export type ResourceChange = "create" | "update" | "replace" | "delete" | "keep";

/** The stack that the resources are of. */
export interface ResourceOwner {
  readonly name: string;
  readonly stackId: string;
  readonly cloud: Cloud;
  /** How resources of a type are made; undefined when the cloud does not have it. */
  typeOf(type: string, source: StackSource): ResourceType | undefined | Promise<ResourceType | undefined>;
  /** Path of an object in a bucket, for assets that are not in the assembly. */
  readonly objectPath?: ObjectPath | undefined;
}

/** Types that placeholders stand for, and whether they do for what is not here. */
export interface StandIns {
  readonly skipped: ReadonlySet<string>;
  readonly forAbsent: boolean;
}

/** The resources of one stack: makes, changes and removes one at a time. */
export class StackResources {
  readonly #owner: ResourceOwner;
  readonly #deployed = new Map<string, Deployed>();
  /** How the deployment that is under way wants placeholders. */
  standIns: StandIns = { skipped: new Set(), forAbsent: false };

  constructor(owner: ResourceOwner) {
    this.#owner = owner;
  }

  /** Takes over what a former process made. */
  restoreFormer(resources: Iterable<readonly [id: string, resource: Deployed]>): void {
    for (const [id, resource] of resources) this.#deployed.set(id, { ...resource, former: true });
  }

  /** What is there, by logical id, in the order of its making. */
  get all(): ReadonlyMap<string, Deployed> {
    return this.#deployed;
  }

  /** Brings one resource to its properties. @throws TemplateError */
  async apply(
    id: string,
    { Type: type, ...policies }: Pick<TemplateResource, "Type"> & RetentionPolicies,
    properties: Properties,
    source: StackSource,
  ): Promise<ResourceChange> {
    const resourceType = await this.#typeOf(type, source);
    const context = this.#context(id, source);
    const existing = this.#deployed.get(id);
    await this.#check(id, type, properties);
    const note = ({ id: physicalId, attributes, placeholder }: CreatedResource) =>
      this.#deployed.set(id, {
        id: physicalId,
        attributes,
        ...(placeholder !== undefined && { placeholder }),
        type,
        properties,
        policies,
      });
    try {
      if (!existing || (existing.former && existing.type === type && !resourceType.kept)) {
        note(await this.#create(type, resourceType, properties, context));
        return "create";
      }
      const same = existing.type === type;
      if (
        same &&
        !resourceType.follows &&
        JSON.stringify(existing.properties) === JSON.stringify(properties)
      ) {
        note(existing);
        return "keep";
      }
      if (same && resourceType.update && !resourceType.replaces?.(properties, existing.properties)) {
        note(await resourceType.update(properties, existing, context, existing.properties));
        return "update";
      }
      await this.remove(id, source, policies.UpdateReplacePolicy);
      note(await this.#create(type, resourceType, properties, context));
      return "replace";
    } catch (cause) {
      if (cause instanceof TemplateError) throw cause;
      throw new TemplateError(`${this.#owner.name}.${id} (${type}): ${(cause as Error).message}`, { cause });
    }
  }

  /** Takes a resource back to what it was, or away when it was not there. */
  async restore(id: string, former: Deployed | undefined, source: StackSource): Promise<void> {
    if (former) {
      await this.apply(id, { Type: former.type, ...former.policies }, former.properties, source);
      return;
    }
    const policy = this.#deployed.get(id)!.policies.DeletionPolicy;
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
    policy: string | undefined = this.#deployed.get(id)!.policies.DeletionPolicy,
  ): Promise<void> {
    const deployed = this.#deployed.get(id)!;
    if (!policy?.startsWith("Retain")) {
      const type = await this.#typeOf(deployed.type, source);
      await type.delete(deployed, this.#context(id, source), deployed.properties);
    }
    this.#deployed.delete(id);
  }

  async #typeOf(type: string, source: StackSource): Promise<ResourceType> {
    const known = this.standIns.skipped.has(type) ? undefined : await this.#owner.typeOf(type, source);
    return known ?? placeholderType(type);
  }

  async #check(id: string, type: string, properties: Properties): Promise<void> {
    const wrong = await wrongProperties(type, properties);
    if (wrong.length > 0)
      throw new TemplateError(
        `${this.#owner.name}.${id} (${type}): Properties validation failed for resource ${id} with message:\n${wrong.join("\n")}`,
      );
  }

  /** What a service refuses because of something in another account or region is stood for, where that is wanted. */
  async #create(
    name: string,
    type: ResourceType,
    properties: Properties,
    context: ResourceContext,
  ): Promise<CreatedResource> {
    try {
      return await type.create(properties, context);
    } catch (error) {
      const foreign = this.standIns.forAbsent ? this.#foreignArn(properties) : undefined;
      if (foreign === undefined) throw error;
      const reason = `It needs ${foreign}, which is of another account or region: ${(error as Error).message}`;
      return placeholderType(name, reason).create(properties, context);
    }
  }

  #foreignArn(properties: Properties): string | undefined {
    const { region, accountId } = this.#owner.cloud;
    const arns = JSON.stringify(properties).matchAll(
      /"(arn:[a-z-]+:[a-z0-9-]+:([a-z0-9-]*):(\d*):[^"\\]*)"/g,
    );
    for (const [, arn, ownRegion, account] of arns)
      if ((ownRegion !== "" && ownRegion !== region) || (account !== "" && account !== accountId)) return arn;
    return undefined;
  }

  #context(logicalId: string, source: StackSource): ResourceContext {
    const { cloud, name, stackId, objectPath } = this.#owner;
    return {
      cloud,
      stackName: name,
      stackId,
      logicalId,
      standsInForAbsent: this.standIns.forAbsent,
      generateName: (longest) => generatedName(name, logicalId, longest),
      asset: (objectKey, bucket) => assetPath(source, objectPath, objectKey, bucket),
      placeholderOf: (arn) =>
        [...this.#deployed.values()].find(({ attributes }) => attributes["Arn"] === arn)?.placeholder,
      call: async (service, operation, input) => {
        const model = (await cloud.service(service))?.model;
        return cloud.call(service, operation, typedInput(model, operation, input));
      },
    };
  }
}
