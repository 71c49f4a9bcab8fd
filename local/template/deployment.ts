import type { Cloud } from "../kernel/cloud.ts";
import { readStacks, type StackSource } from "./cloud-assembly.ts";
import { Stack, type StackOptions, type StackSurroundings } from "./stack.ts";

/** Everything deployed in one cloud: its stacks and what they export to each other. */
export class Deployment {
  readonly #surroundings: StackSurroundings;
  readonly #stacks = new Map<string, Stack>();

  constructor(cloud: Cloud, options: Pick<StackSurroundings, "objectPath"> = {}) {
    this.#surroundings = { cloud, exports: new Map(), ...options };
  }

  /** What the stacks export, by name. */
  get exports(): StackSurroundings["exports"] {
    return this.#surroundings.exports;
  }

  get stacks(): readonly Stack[] {
    return [...this.#stacks.values()];
  }

  /**
   * Deploys a `cdk.out` folder or a template file, or brings what is deployed to its newest state. Log groups that it
   * imports and that are not there are made.
   *
   * @throws TemplateError saying what, where and what was expected
   */
  async deploy(
    path: string,
    options: StackOptions & { readonly parameters?: Readonly<Record<string, string>> } = {},
  ) {
    const sources = readStacks(path);
    for (const source of sources)
      await this.deployStack(withParameters(source, options.parameters), {
        makeImportedGroups: true,
        ...options,
      });
  }

  /** A stack of that name, which need not be deployed yet. */
  stack(name: string): Stack {
    return this.#stacks.get(name) ?? new Stack(name, this.#surroundings);
  }

  async deployStack(source: StackSource, options: StackOptions = {}): Promise<Stack> {
    const stack = this.stack(source.name);
    await stack.deploy(source, options);
    this.#stacks.set(source.name, stack);
    return stack;
  }

  /** Removes a stack with its resources; does nothing when there is none of that name. */
  async destroy(name: string): Promise<void> {
    await this.#stacks.get(name)?.destroy();
    this.#stacks.delete(name);
  }
}

/** Parameters given for the whole deployment go to the stacks that have them. */
function withParameters(source: StackSource, parameters: Readonly<Record<string, string>> = {}): StackSource {
  const declared = source.template.Parameters ?? {};
  const given = Object.fromEntries(
    Object.entries(parameters).filter(([name]) => Object.hasOwn(declared, name)),
  );
  return { ...source, parameters: { ...source.parameters, ...given } };
}
