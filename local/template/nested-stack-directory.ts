import type { StackSource } from "./cloud-assembly.ts";
import type { NestedStack, NestedStacks } from "./nested-stack.ts";
import { RollbackError } from "./rollback-error.ts";
import type { NestedStackStep, StackOptions } from "./stack-options.ts";
import type { RemovalOptions } from "./stack-removal.ts";

/** A stack that can be in another. */
interface NestableStack extends NestedStack {
  readonly source: StackSource | undefined;
  deploy(source: StackSource, options: StackOptions): Promise<void>;
  destroy(options: StackOptions): Promise<void>;
}

/** The stacks inside one stack, which are deployed as it is itself. */
export class NestedStackDirectory implements NestedStacks {
  readonly #stacks: ReadonlyMap<string, NestableStack>;
  readonly #make: (name: string) => NestableStack;
  #options: StackOptions = {};
  /** What stacks were before the deployment that is under way. */
  readonly #former = new Map<string, StackSource>();

  /** @param stacks every stack of the cloud by its name */
  constructor(stacks: ReadonlyMap<string, NestableStack>, make: (name: string) => NestableStack) {
    this.#stacks = stacks;
    this.#make = make;
  }

  /** Begins a deployment of the stack that they are in. */
  begin(given: StackOptions & RemovalOptions): void {
    // Those name resources of the outer stack: others inside may be called the same.
    const { skipped: _skipped, retained: _retained, permission: _permission, ...options } = given;
    this.#options = options;
    this.#former.clear();
  }

  deploy(source: StackSource): Promise<NestedStack> {
    return this.#bring(source, "deploying");
  }

  async restore(source: StackSource): Promise<NestedStack> {
    const former = this.#former.get(source.name);
    const stack = this.#stacks.get(source.name);
    // What failed by itself was undone by itself.
    if (stack?.source !== undefined && stack.source === former) return stack;
    return this.#bring(former ?? source, "restoring");
  }

  async destroy(name: string): Promise<void> {
    const stack = this.#stacks.get(name);
    if (stack) await this.#told(name, "removing", () => stack.destroy(this.#options));
  }

  async #bring(source: StackSource, step: NestedStackStep["step"]): Promise<NestableStack> {
    const { name } = source;
    const stack = this.#stacks.get(name) ?? this.#make(name);
    if (stack.source && !this.#former.has(name)) this.#former.set(name, stack.source);
    // What ended the deployment must not end its undoing.
    const { cancelled: _cancelled, ...undoing } = this.#options;
    const options = step === "restoring" ? undoing : this.#options;
    await this.#told(name, step, () => stack.deploy(source, options));
    return stack;
  }

  async #told(stackName: string, step: NestedStackStep["step"], work: () => Promise<void>): Promise<void> {
    const { onNested, disableRollback } = this.#options;
    onNested?.({ stackName, step });
    try {
      await work();
    } catch (error) {
      const left = step === "removing" || disableRollback || error instanceof RollbackError;
      const reason = (error as Error).message;
      onNested?.({ stackName, step, ended: left ? "failed" : "undone", reason });
      throw error;
    }
    onNested?.({ stackName, step, ended: "done" });
  }
}
