import type { Properties } from "../kernel/resource-type.ts";
import { cancellable, checkCancelled } from "./cancellation.ts";
import type { StackSource } from "./cloud-assembly.ts";
import { dependenciesOf, dependencyOrder, removalOrder } from "./dependency-order.ts";
import type { Deployed } from "./deployed-resource.ts";
import type { Scope } from "./functions/template-function.ts";
import { evaluate, evaluateCondition } from "./intrinsics.ts";
import { RollbackError } from "./rollback-error.ts";
import type { StackOptions } from "./stack-options.ts";
import type { ResourceChange, StackResources } from "./stack-resources.ts";
import type { Template } from "./template.ts";
import { TemplateError } from "./template-error.ts";
import { WAIT_CONDITION } from "./wait-conditions/wait-condition.ts";

/** Whether a resource of a template depends on one of these. */
function dependsOn(template: Template | undefined, id: string, others: ReadonlySet<string>): boolean {
  const resource = template?.Resources[id];
  if (others.size === 0 || resource === undefined) return false;
  const known = new Set(Object.keys(template!.Resources));
  return [...dependenciesOf(id, resource, known)].some((one) => others.has(one));
}

/** What waits for signals comes behind all that may send them: CloudFormation makes both at once. */
function waitersLast(template: Template, order: readonly string[]): string[] {
  const known = new Set(order);
  const waiting = new Set<string>();
  for (const id of order) {
    const resource = template.Resources[id]!;
    const waits =
      resource.Type === WAIT_CONDITION ||
      [...dependenciesOf(id, resource, known)].some((one) => waiting.has(one));
    if (waits) waiting.add(id);
  }
  return [...order.filter((id) => !waiting.has(id)), ...waiting];
}

/** One deployment of a stack. */
export class StackDeployment {
  readonly #stackName: string;
  readonly #resources: StackResources;
  readonly #source: StackSource;
  /** What was deployed last; undefined when nothing was. */
  readonly #formerSource: StackSource | undefined;
  readonly #scope: Scope;
  readonly #options: StackOptions;
  readonly #former: ReadonlyMap<string, Deployed>;
  /** Resources that were done something to, each with what was there before. */
  readonly #touched = new Set<string>();
  /** Resources that are others than before. */
  readonly #renewed = new Set<string>();
  #total = 0;
  #done = 0;

  constructor(
    stackName: string,
    resources: StackResources,
    {
      source,
      formerSource,
      scope,
      options,
    }: {
      readonly source: StackSource;
      readonly formerSource: StackSource | undefined;
      readonly scope: Scope;
      readonly options: StackOptions;
    },
  ) {
    this.#stackName = stackName;
    this.#resources = resources;
    this.#source = source;
    this.#formerSource = formerSource;
    this.#scope = scope;
    this.#options = options;
    this.#former = new Map(resources.all);
  }

  /**
   * Makes and changes what the template has, and removes what it no longer has; when a step fails, what was done is undone,
   * unless that is switched off.
   *
   * @param before runs before each resource
   * @param complete runs when all resources are there, and is a part of what has to succeed
   * @throws TemplateError
   */
  async run(
    before: (type: string, properties: Properties) => Promise<void>,
    complete: () => Promise<void>,
  ): Promise<void> {
    const order = await this.#wanted();
    const removed = removalOrder(this.#former.keys(), this.#formerSource?.template).filter(
      (id) => !order.includes(id),
    );
    this.#total = order.length + removed.length;
    let at: { readonly id: string; properties?: Properties } | undefined;
    try {
      for (const id of removed) {
        const { type } = this.#former.get(id)!;
        const problem = this.#options.permission?.(id, type, "Delete");
        at = { id };
        if (problem !== undefined) throw new TemplateError(problem);
      }
      at = undefined;
      for (const id of order) {
        checkCancelled(this.#options.cancelled);
        const { Type, Properties = {} } = this.#source.template.Resources[id]!;
        if (this.#options.skipped?.includes(id) && this.#resources.all.has(id)) continue;
        at = { id };
        at.properties = (await evaluate(Properties, this.#scope, `Resources.${id}.Properties`)) as Properties;
        await before(Type, at.properties);
        await this.#apply(id, at.properties);
        at = undefined;
      }
      checkCancelled(this.#options.cancelled);
      await complete();
    } catch (error) {
      await this.#fail(error as Error, at);
    }
    for (const id of order) await this.#removeReplaced(id);
    for (const id of removed)
      if (this.#options.skipped?.includes(id)) this.#resources.forget(id);
      else await this.#remove(id);
  }

  async #apply(id: string, properties: Properties): Promise<void> {
    const resource = this.#source.template.Resources[id]!;
    const renewed = dependsOn(this.#source.template, id, this.#renewed);
    const change = await this.#resources.apply(id, resource, properties, {
      source: this.#source,
      renewed,
      keepsHalf: this.#options.disableRollback,
      permission: this.#options.permission,
      creationPolicy: await evaluate(resource.CreationPolicy, this.#scope, `Resources.${id}.CreationPolicy`),
      wait: cancellable(this.#options.wait, this.#options.cancelled),
    });
    if (change !== "keep") this.#touched.add(id);
    if (change === "replace" || (change === "create" && this.#former.has(id))) this.#renewed.add(id);
    this.#announce(id, this.#resources.all.get(id)!, change);
  }

  async #fail(
    error: Error,
    at: { readonly id: string; readonly properties?: Properties } | undefined,
  ): Promise<never> {
    const { message: reason } = error;
    if (at !== undefined) {
      const type = this.#source.template.Resources[at.id]?.Type ?? this.#former.get(at.id)!.type;
      this.#options.onFailure?.({ stackName: this.#stackName, logicalId: at.id, type, reason });
    }
    if (this.#options.disableRollback) throw error;
    this.#options.onRollback?.({ stackName: this.#stackName, logicalId: at?.id, reason });
    const problems = await this.#undo(at);
    throw problems.length > 0 ? new RollbackError(error, problems) : error;
  }

  /** Brings back what was there. @returns what could not be */
  async #undo(
    at: { readonly id: string; readonly properties?: Properties } | undefined,
  ): Promise<(readonly [logicalId: string, reason: string])[]> {
    const source = this.#source;
    const problems: (readonly [string, string])[] = [];
    const attempt = async (id: string, work: () => Promise<unknown>) => {
      try {
        await work();
      } catch (error) {
        problems.push([id, (error as Error).message]);
      }
    };
    const renewed = new Set<string>();
    for (const id of removalOrder(this.#former.keys(), this.#formerSource?.template).reverse()) {
      const { type, policies, properties } = this.#former.get(id)!;
      const anew = dependsOn(this.#formerSource?.template, id, renewed);
      if (!this.#touched.has(id) && at?.id !== id && !anew) continue;
      const attempted = id === at?.id && this.#resources.all.has(id) ? at.properties : undefined;
      const circumstances = { source, undoing: true, attempted, renewed: anew };
      await attempt(id, async () => {
        const change = await this.#resources.apply(
          id,
          { Type: type, ...policies },
          properties,
          circumstances,
        );
        if (change === "create" || change === "replace") renewed.add(id);
      });
    }
    const made = [...this.#resources.all.keys()].filter((id) => !this.#former.has(id)).reverse();
    const left = (id: string, reason: string) => {
      const resource = this.#resources.all.get(id)!;
      this.#resources.forget(id);
      this.#announce(id, resource, "leave", reason);
    };
    for (const id of made)
      await attempt(id, async () => {
        try {
          await this.#resources.undoCreation(id, source);
        } catch (error) {
          // A stack that is as it was has no use for what it could not get rid of.
          if (this.#formerSource === undefined) throw error;
          left(id, (error as Error).message);
        }
      });
    for (const id of this.#touched)
      await attempt(id, async () => {
        const [problem] = await this.#resources.removeReplaced(id, source);
        if (problem !== undefined) throw new Error(problem);
      });
    return problems;
  }

  /** What is no longer wanted and cannot be removed is left, as the rest is as it should be. */
  async #remove(id: string): Promise<void> {
    const resource = this.#resources.all.get(id)!;
    try {
      await this.#resources.remove(id, this.#source);
      this.#announce(id, resource, "delete");
    } catch (error) {
      this.#resources.forget(id);
      this.#announce(id, resource, "leave", (error as Error).message);
    }
  }

  async #removeReplaced(id: string): Promise<void> {
    const { replaced = [] } = this.#resources.all.get(id)!;
    const problems = await this.#resources.removeReplaced(id, this.#source);
    for (const problem of problems) {
      this.#total++;
      this.#announce(id, replaced[0]!, "leave", problem);
    }
  }

  #announce(
    logicalId: string,
    { type, id, placeholder }: Deployed,
    change: ResourceChange,
    problem?: string,
  ): void {
    const step = { logicalId, type, change, physicalId: id, placeholder, problem };
    const done = ++this.#done;
    this.#options.onEvent?.({ stackName: this.#stackName, ...step, done, total: this.#total });
  }

  async #wanted(): Promise<string[]> {
    const { template } = this.#source;
    const wanted: string[] = [];
    for (const id of waitersLast(template, dependencyOrder(template))) {
      const { Condition } = template.Resources[id]!;
      if (Condition === undefined || (await evaluateCondition(Condition, this.#scope))) wanted.push(id);
    }
    return wanted;
  }
}
