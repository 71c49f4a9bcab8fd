import type { Properties } from "../kernel/resource-type.ts";
import { AbsentValues } from "./absent-values.ts";
import type { StackSource } from "./cloud-assembly.ts";
import { type Deployed, type StackResource, shownResources } from "./deployed-resource.ts";
import { expanded } from "./expanded-template.ts";
import type { Scope } from "./functions/template-function.ts";
import type { KeptStack } from "./kept-stack.ts";
import { NESTED_STACK, nestedStackType } from "./nested-stack.ts";
import { NestedStackDirectory } from "./nested-stack-directory.ts";
import { namesIn } from "./own-names.ts";
import { loadPlaceholderValues } from "./placeholder-values.ts";
import { ResourceTypes } from "./resource-types.ts";
import { checkRules } from "./rules.ts";
import { StackDeployment } from "./stack-deployment.ts";
import { stackIdOf } from "./stack-id.ts";
import { StackImports } from "./stack-imports.ts";
import type { StackOptions } from "./stack-options.ts";
import { evaluatedOutputs } from "./stack-outputs.ts";
import { stackParameters } from "./stack-parameters.ts";
import { type RemovalOptions, removeResources } from "./stack-removal.ts";
import { type ResourceDrift, StackResources } from "./stack-resources.ts";
import { stackScope } from "./stack-scope.ts";
import type { StackSurroundings } from "./stack-surroundings.ts";
import type { Template } from "./template.ts";
import { textAt } from "./template-address.ts";
import { refuseUnknownTypes } from "./unknown-types.ts";

/** One stack: deploys a template, changes it to another, removes it. */
export class Stack {
  readonly name: string;
  /** The stack's own name in ARNs. */
  readonly stackId: string;
  readonly #surroundings: StackSurroundings<Stack>;
  readonly #types: ResourceTypes;
  readonly #resources: StackResources;
  readonly #nested: NestedStackDirectory;
  #outputs: Record<string, unknown> = {};
  #source: StackSource | undefined;
  readonly #imported: StackImports;
  readonly #absent: AbsentValues;

  /** The stack that it is nested in; undefined when it is in none. */
  readonly parent: Stack | undefined;

  /** @param parent the stack that it is nested in */
  constructor(name: string, surroundings: StackSurroundings<Stack>, parent?: Stack) {
    this.name = name;
    this.parent = parent;
    this.#surroundings = surroundings;
    const { cloud, objectPath, stacks } = surroundings;
    this.stackId = stackIdOf(cloud, name);
    this.#types = new ResourceTypes(cloud);
    this.#nested = new NestedStackDirectory(stacks, (nested) => new Stack(nested, surroundings, this));
    this.#resources = new StackResources({
      name,
      stackId: this.stackId,
      cloud,
      objectPath,
      typeOf: (type, source) =>
        type === NESTED_STACK ? nestedStackType(this.#nested, source.assets) : this.#types.find(type),
    });
    this.#absent = new AbsentValues(cloud);
    this.#imported = new StackImports(cloud);
  }

  /** What was deployed last. */
  get source(): StackSource | undefined {
    return this.#source;
  }

  get outputs(): Readonly<Record<string, unknown>> {
    return this.#outputs;
  }

  /** Names under which outputs are exported, in the order of the outputs. */
  get exportNames(): readonly string[] {
    return [...this.#surroundings.exports.of(this.name)].map(([name]) => name);
  }

  /** Goes on from what a former process has kept. */
  restoreFormer({ source, outputs, exports, imports }: KeptStack): void {
    this.#source = source && { ...source, assets: new Map(source.assets) };
    this.#outputs = outputs;
    this.#resources.restoreFormer();
    this.#surroundings.exports.publish(this.name, new Map(exports));
    this.#surroundings.exports.setImports(this.name, imports);
  }

  /** Physical ids by logical id, with the type. */
  get resources(): readonly StackResource[] {
    return shownResources(this.#resources.all);
  }

  /** Log groups that the template imports and that were made for it, as they were not there. */
  get importedGroups(): readonly string[] {
    return [...this.#imported.groups];
  }

  /** What the template takes from elsewhere and that is not here, with what stands for it, in words for people. */
  get standIns(): readonly string[] {
    return [...this.#absent.noted, ...[...this.#imported.resources].map((what) => `${what}: made, empty`)];
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
    const template = await expanded(this.name, source.template, (current) => ({
      cloud: this.#surroundings.cloud,
      scope: this.#scope(current, parameters, absent),
      parameters: Object.fromEntries(parameters),
      read: (location) => textAt(location, source, this.#surroundings.objectPath),
      absent,
    }));
    return { ...source, template };
  }

  /**
   * Brings the stack to what the template says. When a step fails, what this deployment made is removed
   * again and what it changed gets its former properties back, unless that is switched off.
   *
   * @throws TemplateError before anything is changed when the template has a type that is not supported
   * @throws RollbackError when what was done cannot be undone
   */
  async deploy(given: StackSource, options: StackOptions = {}): Promise<void> {
    const skipped = new Set(options.skipTypes);
    const absent = this.#absentOf(options);
    const source = await this.prepared(given, options);
    await loadPlaceholderValues();
    if (!options.skipUnknown) await refuseUnknownTypes(this.name, source.template, this.#types, skipped);
    const { cloud, exports, stacks } = this.#surroundings;
    const parameters = await stackParameters(source, cloud, absent);
    const imports = new Set<string>();
    const scope = this.#scope(source.template, parameters, absent, imports);
    const ownNames = absent && (await namesIn(source.template, scope));
    this.#resources.standIns = { skipped, forAbsent: absent !== undefined };
    this.#nested.begin(options);
    stacks.set(this.name, this);
    this.#keep();
    const formerSource = this.#source;
    const parts = { source, formerSource, scope, options };
    const deployment = new StackDeployment(this.name, this.#resources, parts);
    try {
      await deployment.run(
        (type, properties) => this.#imported.make(type, properties, options, ownNames),
        async () => {
          const { outputs, exported } = await evaluatedOutputs(this.name, source.template, scope);
          exports.check(this.name, exported);
          exports.publish(this.name, exported);
          exports.setImports(this.name, imports);
          this.#outputs = outputs;
          this.#source = source;
          this.#keep();
        },
      );
    } finally {
      if (this.#source === undefined && this.#resources.all.size === 0) this.#leave();
    }
  }

  /** What is deployed, by logical id. */
  get deployed(): ReadonlyMap<string, Deployed> {
    return this.#resources.all;
  }

  /**
   * Changes one resource in place, whatever the template says of it.
   *
   * @throws ReplacementError when the change needs a new resource
   * @throws TemplateError when the properties are refused
   */
  async change(logicalId: string, properties: Properties): Promise<void> {
    await this.#resources.change(logicalId, properties, this.#source!);
  }

  /**
   * Removes every resource, the last made first; those with a Retain policy stay.
   *
   * @throws TemplateError when another stack imports what it exports, or when a resource could not be removed
   */
  async destroy(options: RemovalOptions = {}): Promise<void> {
    this.#surroundings.exports.check(this.name, new Map());
    this.#nested.begin(options);
    const nothing = { name: this.name, template: { Resources: {} }, parameters: {}, assets: new Map() };
    await removeResources(this.#resources, this.#source ?? nothing, options);
    this.#leave();
  }

  /** What the resources were made as, and what they really are. @param only logical ids. @default all */
  async drifts(only?: readonly string[]): Promise<ResourceDrift[]> {
    return this.#source ? this.#resources.drifts(this.#source, only) : [];
  }

  #leave(): void {
    const { exports, kept, stacks } = this.#surroundings;
    exports.withdraw(this.name);
    stacks.delete(this.name);
    kept.delete(this.name);
    this.#source = undefined;
    this.#outputs = {};
  }

  /** Writes down what a later process needs to go on from here. */
  #keep(): void {
    const { exports, kept } = this.#surroundings;
    const source = this.#source && { ...this.#source, assets: [...this.#source.assets] };
    kept.set(this.name, {
      source,
      parent: this.parent?.name,
      outputs: this.#outputs,
      exports: exports.of(this.name),
      imports: exports.importsOf(this.name),
    });
  }

  #absentOf({ standInForAbsent }: StackOptions): AbsentValues | undefined {
    return standInForAbsent ? this.#absent : undefined;
  }

  #scope(
    template: Template,
    parameters: ReadonlyMap<string, unknown>,
    absent: AbsentValues | undefined,
    imports?: Set<string>,
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
      importing: (name) => {
        const found = exports.get(name);
        if (found) imports?.add(name);
        return found?.value;
      },
      outputsOf: (other) => stacks.get(other)?.outputs,
      absent,
    });
  }
}
