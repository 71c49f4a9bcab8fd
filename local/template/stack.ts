import { createHash } from "node:crypto";
import { arnOf } from "../kernel/arn.ts";
import type { Cloud } from "../kernel/cloud.ts";
import type { Properties } from "../kernel/resource-type.ts";
import { AbsentValues } from "./absent-values.ts";
import type { ObjectPath } from "./asset-path.ts";
import type { StackSource } from "./cloud-assembly.ts";
import { checkConditions } from "./condition-order.ts";
import { dependencyOrder } from "./dependency-order.ts";
import type { Scope } from "./functions/template-function.ts";
import { makeImportedGroups } from "./imported-groups.ts";
import { makeImportedResources } from "./imported-resources.ts";
import { evaluate, evaluateCondition } from "./intrinsics.ts";
import { type KeptStack, withAttributes } from "./kept-stack.ts";
import { NESTED_STACK, type NestedStacks, nestedStackType } from "./nested-stack.ts";
import { namesIn } from "./own-names.ts";
import { loadPlaceholderValues } from "./placeholder-values.ts";
import { ResourceTypes } from "./resource-types.ts";
import { checkRules } from "./rules.ts";
import { stackParameters } from "./stack-parameters.ts";
import { type Deployed, type ResourceChange, StackResources } from "./stack-resources.ts";
import { stackScope } from "./stack-scope.ts";
import type { Template } from "./template.ts";
import { textAt } from "./template-address.ts";
import { TemplateError } from "./template-error.ts";
import { countProblem } from "./template-format.ts";
import { transformed } from "./transforms/transform.ts";

/** A step of a deployment, for progress. */
export interface DeploymentEvent {
  readonly stackName: string;
  readonly logicalId: string;
  readonly type: string;
  readonly change: ResourceChange;
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
  /**
   * Has texts stand for exports, secrets and parameters that are not here, empty resources for those that the template
   * names and does not make, and placeholders for custom resources that nobody here makes. @default false: they are refused, as on AWS
   */
  readonly standInForAbsent?: boolean;
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

/** What a stack sees of the others. */
export interface StackSurroundings {
  readonly cloud: Cloud;
  readonly exports: Map<string, { readonly stackName: string; readonly value: unknown }>;
  /** Every stack by its name, nested ones too. */
  readonly stacks: Map<string, Stack>;
  /** Path of an object in a bucket, for assets that are not in the assembly. @default none */
  readonly objectPath?: ObjectPath;
}

/** One stack: deploys a template, changes it to another, removes it. */
export class Stack {
  readonly name: string;
  readonly #surroundings: StackSurroundings;
  readonly #types: ResourceTypes;
  readonly #resources: StackResources;
  #outputs: Record<string, unknown> = {};
  #source: StackSource | undefined;
  readonly #importedGroups = new Set<string>();
  readonly #importedResources = new Set<string>();
  readonly #absent: AbsentValues;
  /** Of the deployment that was last. */
  #options: StackOptions = {};

  /** The stack that it is nested in; undefined when it is in none. */
  readonly parent: Stack | undefined;

  /** @param parent the stack that it is nested in */
  constructor(name: string, surroundings: StackSurroundings, parent?: Stack) {
    this.name = name;
    this.parent = parent;
    this.#surroundings = surroundings;
    const { cloud, objectPath } = surroundings;
    this.#types = new ResourceTypes(cloud);
    this.#resources = new StackResources({
      name,
      stackId: this.stackId,
      cloud,
      objectPath,
      typeOf: (type, source) =>
        type === NESTED_STACK ? nestedStackType(this.#nestedStacks(), source.assets) : this.#types.find(type),
    });
    this.#absent = new AbsentValues(cloud);
  }

  /** What was deployed last. */
  get source(): StackSource | undefined {
    return this.#source;
  }

  get outputs(): Readonly<Record<string, unknown>> {
    return this.#outputs;
  }

  /** What a later process needs to go on from here; undefined when nothing was deployed. */
  get kept(): KeptStack | undefined {
    const source = this.#source;
    return (
      source && {
        source: { ...source, assets: [...source.assets] },
        parent: this.parent?.name,
        outputs: this.#outputs,
        exports: [...this.#surroundings.exports]
          .filter(([, { stackName }]) => stackName === this.name)
          .map(([name, { value }]) => [name, value]),
        resources: [...this.#resources.all],
      }
    );
  }

  /** Goes on from what a former process has kept. */
  restoreFormer({ source, outputs, exports, resources }: KeptStack): void {
    this.#source = { ...source, assets: new Map(source.assets) };
    this.#outputs = outputs;
    this.#resources.restoreFormer(
      resources.map(([id, resource]) => [id, withAttributes(resource, this.#surroundings.cloud)]),
    );
    for (const [name, value] of exports)
      this.#surroundings.exports.set(name, { stackName: this.name, value });
  }

  /** Physical ids by logical id, with the type. */
  get resources(): readonly {
    readonly logicalId: string;
    readonly type: string;
    readonly id: string;
    /** Why it only stands for what the template means; undefined when it is that. */
    readonly placeholder: string | undefined;
  }[] {
    return [...this.#resources.all].map(([logicalId, { type, id, placeholder }]) => ({
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

  /** What the template takes from elsewhere and that is not here, with what stands for it, in words for people. */
  get standIns(): readonly string[] {
    return [...this.#absent.noted, ...[...this.#importedResources].map((what) => `${what}: made, empty`)];
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
  async prepared(source: StackSource, options: StackOptions = {}): Promise<StackSource> {
    const absent = this.#absentOf(options);
    const parameters = await stackParameters(source, this.#surroundings.cloud, absent);
    await checkRules(this.name, this.#scope(source.template, parameters, absent));
    const template = await transformed(
      source.template,
      (current) => ({
        cloud: this.#surroundings.cloud,
        scope: this.#scope(current, parameters, absent),
        parameters: Object.fromEntries(parameters),
        read: (location) => textAt(location, source, this.#surroundings.objectPath),
        absent,
      }),
      this.name,
    );
    const problem = countProblem(template);
    if (problem !== undefined) throw new TemplateError(`${this.name}: ${problem}`);
    checkConditions(template);
    return { ...source, template };
  }

  /**
   * Brings the stack to what the template says. When a step fails, what this deployment made is removed
   * again and what it changed gets its former properties back, unless that is switched off.
   *
   * @throws TemplateError before anything is changed when the template has a type that is not supported
   */
  async deploy(given: StackSource, options: StackOptions = {}): Promise<void> {
    this.#options = options;
    const skipped = new Set(options.skipTypes);
    const absent = this.#absentOf(options);
    this.#resources.standIns = { skipped, forAbsent: absent !== undefined };
    const source = await this.prepared(given, options);
    await loadPlaceholderValues();
    if (!options.skipUnknown) await this.#refuseUnknown(source, skipped);
    const parameters = await stackParameters(source, this.#surroundings.cloud, absent);
    const scope = this.#scope(source.template, parameters, absent);
    const order = await this.#wanted(source, scope);
    const ownNames = absent && (await namesIn(source.template, scope));
    const former = new Map(this.#resources.all);
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
        const resource = source.template.Resources[id]!;
        const { Type, Properties = {} } = resource;
        const properties = (await evaluate(Properties, scope, `Resources.${id}.Properties`)) as Properties;
        if (!skipped.has(Type)) await this.#makeImports(Type, properties, options, ownNames);
        const change = await this.#resources.apply(id, resource, properties, source);
        if (change !== "keep") touched.push(id);
        announce(id, this.#resources.all.get(id)!, change);
      }
    } catch (error) {
      if (at !== undefined)
        options.onFailure?.({
          logicalId: at,
          type: source.template.Resources[at]!.Type,
          reason: (error as Error).message,
        });
      if (options.disableRollback) throw error;
      for (const id of touched.reverse())
        await this.#resources.restore(id, former.get(id), source).catch(() => {});
      throw error;
    }
    for (const id of removed) {
      const resource = this.#resources.all.get(id)!;
      await this.#resources.remove(id, source);
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
    for (const id of [...this.#resources.all.keys()].reverse()) await this.#resources.remove(id, source);
    this.#withdrawExports();
  }

  /** Nested stacks are deployed as the stack itself is. */
  #nestedStacks(): NestedStacks {
    const { stacks } = this.#surroundings;
    return {
      deploy: async (source) => {
        const stack = stacks.get(source.name) ?? new Stack(source.name, this.#surroundings, this);
        await stack.deploy(source, this.#options);
        stacks.set(source.name, stack);
        return stack;
      },
      destroy: async (name) => {
        await stacks.get(name)?.destroy();
        stacks.delete(name);
      },
    };
  }

  #absentOf({ standInForAbsent }: StackOptions): AbsentValues | undefined {
    return standInForAbsent ? this.#absent : undefined;
  }

  async #makeImports(
    type: string,
    properties: Properties,
    { makeImportedGroups: makesGroups, standInForAbsent }: StackOptions,
    ownNames: ReadonlySet<string> | undefined,
  ): Promise<void> {
    const { cloud } = this.#surroundings;
    if (makesGroups)
      for (const name of await makeImportedGroups(cloud, type, properties)) this.#importedGroups.add(name);
    if (standInForAbsent)
      for (const what of await makeImportedResources(cloud, type, properties, ownNames!))
        this.#importedResources.add(what);
  }

  async #refuseUnknown({ template }: StackSource, skip: ReadonlySet<string>): Promise<void> {
    const unknown: (readonly [string, { readonly Type: string }])[] = [];
    for (const [id, { Type }] of Object.entries(template.Resources))
      if (!skip.has(Type) && Type !== NESTED_STACK && !(await this.#types.find(Type)))
        unknown.push([id, { Type }]);
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

  #scope(
    template: Template,
    parameters: ReadonlyMap<string, unknown>,
    absent: AbsentValues | undefined,
  ): Scope {
    const { cloud, exports, stacks } = this.#surroundings;
    const { name: stackName, stackId } = this;
    return stackScope({
      cloud,
      stackName,
      stackId,
      template,
      parameters,
      resources: this.#resources.all,
      exports,
      outputsOf: (other) => stacks.get(other)?.outputs,
      absent,
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
