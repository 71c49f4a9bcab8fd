import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Cloud } from "../kernel/cloud.ts";
import { readStacks, type StackSource } from "./cloud-assembly.ts";
import type { KeptStack } from "./kept-stack.ts";
import { Stack } from "./stack.ts";
import { StackExports } from "./stack-exports.ts";
import type { StackOptions } from "./stack-options.ts";
import type { RemovalOptions } from "./stack-removal.ts";
import type { StackSurroundings } from "./stack-surroundings.ts";
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
  readonly #surroundings: StackSurroundings<Stack>;

  constructor(cloud: Cloud, options: Pick<StackSurroundings<Stack>, "objectPath"> = {}) {
    const collection = cloud.storage.collection<KeptStack>("stacks");
    const exports = new StackExports();
    this.#surroundings = { cloud, exports, stacks: new Map(), kept: collection, ...options };
    const kept = new Map(collection.entries());
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

  /** What the stacks export, by name. */
  get exports(): StackSurroundings<Stack>["exports"] {
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

  /** A stack that is there; undefined when there is none of that name. */
  find(name: string): Stack | undefined {
    return this.#surroundings.stacks.get(name);
  }

  /** A stack of that name, which need not be deployed yet. */
  stack(name: string): Stack {
    return this.#surroundings.stacks.get(name) ?? new Stack(name, this.#surroundings);
  }

  /** @throws TemplateError */
  async deployStack(source: StackSource, options: StackOptions = {}): Promise<Stack> {
    const stack = this.stack(source.name);
    await stack.deploy(source, options);
    return stack;
  }

  /**
   * Removes a stack with its resources; does nothing when there is none of that name.
   *
   * @throws TemplateError when another stack imports what it exports, or when a resource could not be removed
   */
  async destroy(name: string, options: RemovalOptions = {}): Promise<void> {
    await this.#surroundings.stacks.get(name)?.destroy(options);
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
