import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { arnOf } from "../kernel/arn.ts";
import type { Cloud } from "../kernel/cloud.ts";
import {
  type CreatedResource,
  generatedName,
  type Properties,
  type ResourceContext,
} from "../kernel/resource-type.ts";
import type { StackSource } from "./cloud-assembly.ts";
import { dependencyOrder } from "./dependency-order.ts";
import type { Scope } from "./functions/template-function.ts";
import { makeImportedGroups } from "./imported-groups.ts";
import { evaluate, evaluateCondition } from "./intrinsics.ts";
import { placeholderType } from "./placeholder.ts";
import { unknownProperties } from "./property-names.ts";
import { ResourceTypes } from "./resource-types.ts";
import { checkRules } from "./rules.ts";
import { stackParameters } from "./stack-parameters.ts";
import { stackScope } from "./stack-scope.ts";
import type { Template } from "./template.ts";
import { TemplateError } from "./template-error.ts";
import { transformed } from "./transforms/transform.ts";
import { typedInput } from "./typed-input.ts";

/** A step of a deployment, for progress. */
export interface DeploymentEvent {
  readonly stackName: string;
  readonly logicalId: string;
  readonly type: string;
  readonly change: "create" | "update" | "replace" | "delete" | "keep";
  /** Value of `Ref`. */
  readonly physicalId: string;
  /** Why it only stands for what the template means; undefined when it is that. */
  readonly placeholder: string | undefined;
  readonly done: number;
  readonly total: number;
}

export interface StackOptions {
  /** Resource types that placeholders stand for: their references resolve, and nothing else happens. */
  readonly skipTypes?: readonly string[];
  /** Has placeholders stand for resources of types that the local cloud does not have. @default false: they are refused */
  readonly skipUnknown?: boolean;
  /** Makes log groups that resources name and that are not there. @default false: their resources fail, as on AWS */
  readonly makeImportedGroups?: boolean;
  /** Leaves what was made before a resource failed, as `--disable-rollback` does. @default false */
  readonly disableRollback?: boolean;
  readonly onEvent?: (event: DeploymentEvent) => void;
  /** Told of the resource at which a deployment failed, before what was done is undone. */
  readonly onFailure?: (failure: {
    readonly logicalId: string;
    readonly type: string;
    readonly reason: string;
  }) => void;
}

interface Deployed extends CreatedResource {
  readonly type: string;
  readonly properties: Properties;
  readonly retained: boolean;
}

/** What a stack sees of the others. */
export interface StackSurroundings {
  readonly cloud: Cloud;
  readonly exports: Map<string, { readonly stackName: string; readonly value: unknown }>;
  /** Path of an object in a bucket, for assets that are not in the assembly. @default none */
  readonly objectPath?: (bucket: string, key: string) => string | undefined;
}

/** One stack: deploys a template, changes it to another, removes it. */
export class Stack {
  readonly name: string;
  readonly #surroundings: StackSurroundings;
  readonly #types: ResourceTypes;
  #resources = new Map<string, Deployed>();
  #outputs: Record<string, unknown> = {};
  #source: StackSource | undefined;
  #skipped: ReadonlySet<string> = new Set();
  readonly #importedGroups = new Set<string>();

  constructor(name: string, surroundings: StackSurroundings) {
    this.name = name;
    this.#surroundings = surroundings;
    this.#types = new ResourceTypes(surroundings.cloud);
  }

  /** What was deployed last. */
  get source(): StackSource | undefined {
    return this.#source;
  }

  get outputs(): Readonly<Record<string, unknown>> {
    return this.#outputs;
  }

  /** Physical ids by logical id, with the type. */
  get resources(): readonly {
    readonly logicalId: string;
    readonly type: string;
    readonly id: string;
    /** Why it only stands for what the template means; undefined when it is that. */
    readonly placeholder: string | undefined;
  }[] {
    return [...this.#resources].map(([logicalId, { type, id, placeholder }]) => ({
      logicalId,
      type,
      id,
      placeholder,
    }));
  }

  /** Log groups that the template imports and that were made for it, as they were not there. */
  get importedGroups(): readonly string[] {
    return [...this.#importedGroups];
  }

  /** The stack's own name in ARNs. */
  get stackId(): string {
    const { region, accountId } = this.#surroundings.cloud;
    const digest = createHash("sha256").update(this.name).digest("hex");
    const parts = [
      [0, 8],
      [8, 12],
      [12, 16],
      [16, 20],
      [20, 32],
    ] as const;
    const unique = parts.map(([from, to]) => digest.slice(from, to)).join("-");
    return arnOf({ region, accountId }, "cloudformation", `stack/${this.name}/${unique}`);
  }

  /**
   * What would be deployed: the template behind its transforms, its parameters and rules checked.
   *
   * @throws TemplateError saying what is not as expected
   */
  async prepared(source: StackSource): Promise<StackSource> {
    const parameters = await stackParameters(source, this.#surroundings.cloud);
    await checkRules(this.name, this.#scope(source.template, parameters));
    const template = await transformed(
      source.template,
      (current) => this.#scope(current, parameters),
      this.name,
    );
    return { ...source, template };
  }

  /**
   * Brings the stack to what the template says. When a step fails, what this deployment made is removed
   * again and what it changed gets its former properties back, unless that is switched off.
   *
   * @throws TemplateError before anything is changed when the template has a type that is not supported
   */
  async deploy(given: StackSource, options: StackOptions = {}): Promise<void> {
    const skip = new Set(options.skipTypes);
    this.#skipped = skip;
    const source = await this.prepared(given);
    if (!options.skipUnknown) await this.#refuseUnknown(source, skip);
    const parameters = await stackParameters(source, this.#surroundings.cloud);
    const scope = this.#scope(source.template, parameters);
    const order = await this.#wanted(source, scope);
    const former = new Map(this.#resources);
    const touched: string[] = [];
    const removed = [...former.keys()].filter((id) => !order.includes(id)).reverse();
    const total = order.length + removed.length;
    let done = 0;
    let at: string | undefined;
    const announce = (
      logicalId: string,
      { type, id, placeholder }: Deployed,
      change: DeploymentEvent["change"],
    ) =>
      options.onEvent?.({
        stackName: this.name,
        logicalId,
        type,
        change,
        physicalId: id,
        placeholder,
        done: ++done,
        total,
      });
    try {
      for (const id of order) {
        at = id;
        const { Type, Properties = {}, DeletionPolicy } = source.template.Resources[id]!;
        const properties = (await evaluate(Properties, scope, `Resources.${id}.Properties`)) as Properties;
        const retained = DeletionPolicy?.startsWith("Retain") ?? false;
        if (options.makeImportedGroups && !skip.has(Type))
          for (const name of await makeImportedGroups(this.#surroundings.cloud, Type, properties))
            this.#importedGroups.add(name);
        const change = await this.#apply(id, Type, properties, retained, source);
        if (change !== "keep") touched.push(id);
        announce(id, this.#resources.get(id)!, change);
      }
    } catch (error) {
      if (at !== undefined)
        options.onFailure?.({
          logicalId: at,
          type: source.template.Resources[at]!.Type,
          reason: (error as Error).message,
        });
      if (options.disableRollback) throw error;
      for (const id of touched.reverse()) await this.#restore(id, former.get(id), source).catch(() => {});
      throw error;
    }
    for (const id of removed) {
      const resource = this.#resources.get(id)!;
      await this.#remove(id, source);
      announce(id, resource, "delete");
    }
    await this.#publishOutputs(source, scope);
    this.#source = source;
  }

  /** Removes every resource, the last made first; those with a Retain policy stay. */
  async destroy(): Promise<void> {
    const source: StackSource = {
      name: this.name,
      template: { Resources: {} },
      parameters: {},
      assets: new Map(),
    };
    for (const id of [...this.#resources.keys()].reverse()) await this.#remove(id, source);
    this.#withdrawExports();
  }

  async #refuseUnknown({ template }: StackSource, skip: ReadonlySet<string>): Promise<void> {
    const unknown: (readonly [string, { readonly Type: string }])[] = [];
    for (const [id, { Type }] of Object.entries(template.Resources))
      if (!skip.has(Type) && !(await this.#types.find(Type))) unknown.push([id, { Type }]);
    if (unknown.length === 0) return;
    const list = unknown.map(([id, { Type }]) => `${id} (${Type})`).join(", ");
    const types = [...new Set(unknown.map(([, { Type }]) => Type))];
    throw new TemplateError(
      `${this.name}: the local cloud does not have ${list}. Leave ${types.length > 1 ? "them" : "it"} out with ${types.map((type) => `--skip-type ${type}`).join(" ")}, or have placeholders stand for all such with --skip-unknown.`,
    );
  }

  async #wanted({ template }: StackSource, scope: Scope): Promise<string[]> {
    const wanted: string[] = [];
    for (const id of dependencyOrder(template)) {
      const { Condition } = template.Resources[id]!;
      if (Condition === undefined || (await evaluateCondition(Condition, scope))) wanted.push(id);
    }
    return wanted;
  }

  async #apply(id: string, type: string, properties: Properties, retained: boolean, source: StackSource) {
    const known = this.#skipped.has(type) ? undefined : await this.#types.find(type);
    const resourceType = known ?? placeholderType(type);
    const context = this.#context(id, source);
    const existing = this.#resources.get(id);
    const unknown = await unknownProperties(type, properties);
    if (unknown.length > 0)
      throw new TemplateError(
        `${this.name}.${id} (${type}): Properties validation failed for resource ${id} with message:\n${unknown.join("\n")}`,
      );
    const note = (created: CreatedResource) =>
      this.#resources.set(id, {
        id: created.id,
        attributes: created.attributes,
        ...(created.placeholder !== undefined && { placeholder: created.placeholder }),
        type,
        properties,
        retained,
      });
    try {
      if (!existing) {
        note(await resourceType.create(properties, context));
        return "create";
      }
      if (existing.type === type && JSON.stringify(existing.properties) === JSON.stringify(properties)) {
        note(existing);
        return "keep";
      }
      const inPlace =
        existing.type === type &&
        resourceType.update &&
        !resourceType.replaces?.(properties, existing.properties);
      if (inPlace) {
        note(await resourceType.update!(properties, existing, context, existing.properties));
        return "update";
      }
      await this.#remove(id, source);
      note(await resourceType.create(properties, context));
      return "replace";
    } catch (cause) {
      if (cause instanceof TemplateError) throw cause;
      throw new TemplateError(`${this.name}.${id} (${type}): ${(cause as Error).message}`, { cause });
    }
  }

  async #restore(id: string, former: Deployed | undefined, source: StackSource): Promise<void> {
    if (former) await this.#apply(id, former.type, former.properties, former.retained, source);
    else await this.#remove(id, source);
  }

  async #remove(id: string, source: StackSource): Promise<void> {
    const deployed = this.#resources.get(id)!;
    if (!deployed.retained) {
      const known = this.#skipped.has(deployed.type) ? undefined : await this.#types.find(deployed.type);
      const type = known ?? placeholderType(deployed.type);
      await type.delete(deployed, this.#context(id, source), deployed.properties);
    }
    this.#resources.delete(id);
  }

  #context(logicalId: string, { assets, folder }: StackSource): ResourceContext {
    const { cloud } = this.#surroundings;
    return {
      cloud,
      stackName: this.name,
      stackId: this.stackId,
      logicalId,
      generateName: (longest) => generatedName(this.name, logicalId, longest),
      asset: (objectKey, bucket) =>
        assets.get(`${bucket}/${objectKey}`) ??
        assets.get(objectKey) ??
        (bucket === undefined
          ? besideTemplate(folder, objectKey)
          : this.#surroundings.objectPath?.(bucket, objectKey)),
      call: async (service, operation, input) => {
        const model = (await cloud.service(service))?.model;
        return cloud.call(service, operation, typedInput(model, operation, input));
      },
    };
  }

  #scope(template: Template, parameters: ReadonlyMap<string, unknown>): Scope {
    const { cloud, exports } = this.#surroundings;
    const { name: stackName, stackId } = this;
    return stackScope({
      cloud,
      stackName,
      stackId,
      template,
      parameters,
      resources: this.#resources,
      exports,
    });
  }

  async #publishOutputs({ template }: StackSource, scope: Scope): Promise<void> {
    this.#withdrawExports();
    this.#outputs = {};
    for (const [id, { Value, Condition, Export }] of Object.entries(template.Outputs ?? {})) {
      if (Condition !== undefined && !(await evaluateCondition(Condition, scope))) continue;
      const value = await evaluate(Value, scope, `Outputs.${id}.Value`);
      this.#outputs[id] = value;
      if (!Export) continue;
      const name = String(await evaluate(Export.Name, scope, `Outputs.${id}.Export.Name`));
      const owner = this.#surroundings.exports.get(name)?.stackName;
      if (owner !== undefined && owner !== this.name)
        throw new TemplateError(`${this.name}.Outputs.${id}: the stack ${owner} exports "${name}" already.`);
      this.#surroundings.exports.set(name, { stackName: this.name, value });
    }
  }

  #withdrawExports(): void {
    for (const [name, { stackName }] of this.#surroundings.exports)
      if (stackName === this.name) this.#surroundings.exports.delete(name);
  }
}

/** A file or folder that a template in a file names by its path. */
function besideTemplate(folder: string | undefined, path: string): string | undefined {
  if (folder === undefined) return undefined;
  const found = resolve(folder, path);
  return existsSync(found) ? found : undefined;
}
