import type { CreatedResource, Properties, ResourceContext, ResourceType } from "../kernel/resource-type.ts";
import type { StackSource } from "./cloud-assembly.ts";
import type { Deployed, DeployedResources, RetentionPolicies } from "./deployed-resource.ts";
import { foreignArn } from "./foreign-arn.ts";
import { placeholderType } from "./placeholder.ts";
import { type ResourceOwner, resourceContext } from "./stack-context.ts";

/** Types that placeholders stand for, and whether they do for what is not here. */
export interface StandIns {
  readonly skipped: ReadonlySet<string>;
  readonly forAbsent: boolean;
}

/** Why an update may not do something to a resource; undefined when it may. */
export type Permission = (
  logicalId: string,
  type: string,
  change: "Modify" | "Replace" | "Delete",
) => string | undefined;

/** Under which circumstances a resource is brought to its properties. */
export interface Circumstances {
  readonly source: StackSource;
  /** Whether something that it depends on was made anew, and it with that. @default false */
  readonly renewed?: boolean;
  /** What a deployment that failed has tried, which may be half done. @default nothing */
  readonly attempted?: Properties | undefined;
  /** Whether a deployment that failed is undone. @default false */
  readonly undoing?: boolean;
  /** What the template says of signals, evaluated. @default nothing */
  readonly creationPolicy?: unknown;
  readonly wait?: ResourceContext["wait"] | undefined;
  /** @default everything may be done */
  readonly permission?: Permission | undefined;
  /** Whether what is half made stays. @default false: it is removed */
  readonly keepsHalf?: boolean | undefined;
}

/** What a template wants a resource to be. */
export interface Wanted {
  readonly type: string;
  readonly policies: RetentionPolicies;
  readonly properties: Properties;
}

/** One resource that is to be made. */
export interface Making {
  readonly id: string;
  readonly wanted: Wanted;
  readonly resourceType: ResourceType;
  readonly circumstances: Circumstances;
  readonly generation: number;
  /** What it is put in the place of, until the deployment that does so is over. */
  readonly replaced: readonly Deployed[];
}

/** What is known of a call of a resource type. */
interface TypeCall {
  readonly generation?: number | undefined;
  readonly undoing?: boolean | undefined;
  readonly made?: (resource: CreatedResource) => void;
  readonly creationPolicy?: unknown;
  readonly wait?: ResourceContext["wait"] | undefined;
}

/** Makes and removes resources by their types. */
export class ResourceMaking {
  readonly #owner: ResourceOwner;
  readonly #deployed: DeployedResources;
  standIns: StandIns = { skipped: new Set(), forAbsent: false };

  constructor(owner: ResourceOwner, deployed: DeployedResources) {
    this.#owner = owner;
    this.#deployed = deployed;
  }

  /** How resources of a type are made, or what stands for them. */
  async typeOf(type: string, source: StackSource): Promise<ResourceType> {
    const known = this.standIns.skipped.has(type) ? undefined : await this.#owner.typeOf(type, source);
    return known ?? placeholderType(type);
  }

  /** Whether resources of a type are more than placeholders. */
  async isReal(type: string, source: StackSource): Promise<boolean> {
    return !this.standIns.skipped.has(type) && (await this.#owner.typeOf(type, source)) !== undefined;
  }

  /**
   * Makes a resource; what is half made goes again. What a service refuses because of something in another account or
   * region is stood for, where that is wanted.
   */
  async create({
    id,
    wanted,
    resourceType,
    circumstances,
    generation,
    replaced,
  }: Making): Promise<CreatedResource> {
    const { type, properties } = wanted;
    let half: CreatedResource | undefined;
    const context = this.context(id, circumstances.source, {
      generation,
      undoing: circumstances.undoing,
      creationPolicy: circumstances.creationPolicy,
      wait: circumstances.wait,
      made: (resource) => {
        half = resource;
      },
    });
    try {
      return await resourceType.create(properties, context);
    } catch (error) {
      if (half && circumstances.keepsHalf)
        this.#deployed.set(id, { ...half, ...wanted, generation, replaced, failed: true });
      else if (half) await resourceType.delete(half, context, properties).catch(() => {});
      const foreign = this.standIns.forAbsent ? foreignArn(properties, this.#owner.cloud) : undefined;
      if (foreign === undefined) throw error;
      const reason = `It needs ${foreign}, which is of another account or region: ${(error as Error).message}`;
      return placeholderType(type, reason).create(properties, context);
    }
  }

  /** Removes a resource, unless nothing was made or its policy keeps it. */
  async discard(id: string, deployed: Deployed, source: StackSource, policy?: string): Promise<void> {
    if (deployed.standIn || policy?.startsWith("Retain")) return;
    const type = await this.#owner.typeOf(deployed.type, source);
    const context = this.context(id, source, { generation: deployed.generation });
    await type?.delete(deployed, context, deployed.properties);
  }

  /** What a resource really is: undefined when nobody can tell, else its properties, or nothing when it is gone. */
  async read(
    id: string,
    deployed: Deployed,
    source: StackSource,
  ): Promise<{ readonly actual: Properties | undefined } | undefined> {
    const type = deployed.standIn ? undefined : await this.#owner.typeOf(deployed.type, source);
    if (!type?.read) return undefined;
    const context = this.context(id, source, { generation: deployed.generation });
    return { actual: await type.read(deployed, context, deployed.properties) };
  }

  context(logicalId: string, source: StackSource, call: TypeCall): ResourceContext {
    return resourceContext(this.#owner, logicalId, source, {
      ...call,
      forAbsent: this.standIns.forAbsent,
      resources: this.#deployed.all,
    });
  }
}
