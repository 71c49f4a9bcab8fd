import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Cloud } from "../kernel/cloud.ts";
import type { Collection } from "../kernel/storage/storage.ts";
import { readStacks, type StackSource } from "./cloud-assembly.ts";
import type { KeptStack } from "./kept-stack.ts";
import { Stack, type StackOptions, type StackSurroundings } from "./stack.ts";
import { TemplateError } from "./template-error.ts";

/** What a deployment gives to its stacks. */
export interface DeploymentInput {
  /** Values of template parameters. @default the templates' defaults */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Paths of zip archives and folders by the keys of objects in buckets, or `bucket/key`. @default none */
  readonly assets?: Readonly<Record<string, string>>;
}

/** Everything deployed in one cloud: its stacks and what they export to each other. */
export class Deployment {
  readonly #surroundings: StackSurroundings;
  readonly #kept: Collection<KeptStack>;

  constructor(cloud: Cloud, options: Pick<StackSurroundings, "objectPath"> = {}) {
    this.#surroundings = { cloud, exports: new Map(), stacks: new Map(), ...options };
    this.#kept = cloud.storage.collection("stacks");
    const kept = new Map(this.#kept.entries());
    for (const name of kept.keys()) this.#restore(name, kept);
  }

  /** A stack of a former process; the one that it is nested in comes first. */
  #restore(name: string, all: ReadonlyMap<string, KeptStack>): Stack | undefined {
    const { stacks } = this.#surroundings;
    const kept = all.get(name);
    if (!kept || stacks.has(name)) return stacks.get(name);
    const parent = kept.parent === undefined ? undefined : this.#restore(kept.parent, all);
    const stack = new Stack(name, this.#surroundings, parent);
    stack.restoreFormer(kept);
    stacks.set(name, stack);
    return stack;
  }

  /** Writes down what is deployed now. */
  #keep(): void {
    const { stacks } = this.#surroundings;
    for (const [name] of [...this.#kept.entries()]) if (!stacks.has(name)) this.#kept.delete(name);
    for (const [name, { kept }] of stacks) if (kept) this.#kept.set(name, kept);
  }

  /** What the stacks export, by name. */
  get exports(): StackSurroundings["exports"] {
    return this.#surroundings.exports;
  }

  get stacks(): readonly Stack[] {
    return [...this.#surroundings.stacks.values()];
  }

  /**
   * Deploys a `cdk.out` folder or a template file, or brings what is deployed to its newest state. Log groups that it
   * imports and that are not there are made; with `skipUnknown`, whatever else it takes from elsewhere is stood for.
   *
   * @throws TemplateError saying what, where and what was expected
   */
  async deploy(path: string, options: StackOptions & DeploymentInput = {}) {
    const sources = readStacks(path);
    const assets = givenAssets(options.assets);
    for (const source of sources)
      await this.deployStack(withInput(source, options.parameters, assets), {
        makeImportedGroups: true,
        standInForAbsent: options.skipUnknown ?? false,
        ...options,
      });
  }

  /** A stack of that name, which need not be deployed yet. */
  stack(name: string): Stack {
    return this.#surroundings.stacks.get(name) ?? new Stack(name, this.#surroundings);
  }

  async deployStack(source: StackSource, options: StackOptions = {}): Promise<Stack> {
    const stack = this.stack(source.name);
    try {
      await stack.deploy(source, options);
    } catch (error) {
      // What was made is there, and the next deployment goes on from it.
      if (options.disableRollback) this.#surroundings.stacks.set(source.name, stack);
      this.#keep();
      throw error;
    }
    this.#surroundings.stacks.set(source.name, stack);
    this.#keep();
    return stack;
  }

  /** Removes a stack with its resources; does nothing when there is none of that name. */
  async destroy(name: string): Promise<void> {
    await this.#surroundings.stacks.get(name)?.destroy();
    this.#surroundings.stacks.delete(name);
    this.#keep();
  }
}

/** Files and folders that stand for objects in buckets. @throws TemplateError when one is not there */
function givenAssets(assets: Readonly<Record<string, string>> = {}): [key: string, path: string][] {
  return Object.entries(assets).map(([key, path]) => {
    if (!existsSync(path))
      throw new TemplateError(`The asset "${key}" is to be ${path}, which does not exist.`);
    return [key, resolve(path)];
  });
}

/** Parameters given for the whole deployment go to the stacks that have them. */
function withInput(
  source: StackSource,
  parameters: Readonly<Record<string, string>> = {},
  assets: readonly [key: string, path: string][],
): StackSource {
  const declared = source.template.Parameters ?? {};
  const given = Object.fromEntries(
    Object.entries(parameters).filter(([name]) => Object.hasOwn(declared, name)),
  );
  return {
    ...source,
    parameters: { ...source.parameters, ...given },
    assets: new Map([...source.assets, ...assets]),
  };
}
