import { basename } from "node:path";
import type { Cloud } from "../kernel/cloud.ts";
import { GoogleError } from "../kernel/google/google-error.ts";
import { googleServicesOf } from "../kernel/google/google-service.ts";
import type {
  TerraformArguments,
  TerraformContext,
  TerraformResource,
  TerraformResult,
} from "../kernel/google/terraform-resource.ts";
import { StoredMap } from "../kernel/storage/stored-map.ts";
import type { DeploymentEvent, StackOptions } from "../template/stack-options.ts";
import { evaluateValue, referencesIn } from "./expressions.ts";
import { readTerraform, type TerraformBlock, type TerraformDocument } from "./terraform-document.ts";
import { TerraformError } from "./terraform-error.ts";

const DEFAULT_PROJECT = "local-project";

/** How a file in Terraform's JSON syntax is loaded. */
export interface TerraformOptions extends Pick<StackOptions, "skipTypes" | "skipUnknown" | "onEvent"> {
  /** Values of variables. @default their defaults; sensitive ones stand for themselves by their names */
  readonly variables?: Readonly<Record<string, string>>;
}

/** A resource that is there, as it was last written. */
interface Made extends TerraformResult {
  readonly type: string;
  readonly properties: TerraformArguments;
  /** Why it only stands for what is meant; undefined when it is that. */
  readonly placeholder?: string;
}

/** What Terraform would have made of a configuration in one cloud, kept so that a changed one changes it. */
export class TerraformDeployment {
  readonly #cloud: Cloud;
  readonly #made: StoredMap<Made>;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#made = new StoredMap(cloud.storage.collection("terraform-resources"));
  }

  /** Addresses of what is there, with their ids and, for placeholders, why. */
  get resources(): readonly {
    readonly address: string;
    readonly id: string;
    readonly placeholder?: string;
  }[] {
    return [...this.#made.keys()].map((address) => {
      const { id, placeholder } = this.#made.get(address)!;
      return { address, id, ...(placeholder !== undefined && { placeholder }) };
    });
  }

  /**
   * Makes what a file in Terraform's JSON syntax says, changes what has changed, and removes what is not in it any more.
   *
   * @throws TerraformError saying what, where and what was expected
   */
  async deploy(path: string, options: TerraformOptions = {}): Promise<void> {
    const document = readTerraform(path);
    const types = await this.#types(document, options);
    const variable = variablesOf(document, options.variables ?? {});
    const project = String(
      evaluateValue(document.project ?? DEFAULT_PROJECT, variable, "provider.google.project"),
    );
    const context: TerraformContext = { cloud: this.#cloud, project };
    const blocks = inOrder(document.resources);
    const gone = [...this.#made.keys()].filter(
      (address) => !blocks.some((block) => block.address === address),
    );
    let done = 0;
    const tell = (address: string, change: DeploymentEvent["change"], { type, id, placeholder }: Made) =>
      options.onEvent?.({
        stackName: basename(path),
        logicalId: address,
        type,
        change,
        physicalId: id,
        placeholder,
        done: ++done,
        total: blocks.length + gone.length,
      });
    for (const block of blocks) {
      const resolve = (reference: readonly string[]) =>
        reference[0] === "var" ? variable(reference) : this.#attribute(reference, block.address);
      const properties = evaluateValue(block.arguments, resolve, block.address) as TerraformArguments;
      const change = await this.#apply(block, properties, types.get(block.type), context);
      tell(block.address, change, this.#made.get(block.address)!);
    }
    for (const address of gone.reverse()) {
      const made = this.#made.get(address)!;
      await this.#typeOf(made.type).then((type) =>
        type && made.placeholder === undefined ? unlessGone(type.delete(made, context)) : undefined,
      );
      this.#made.delete(address);
      tell(address, "delete", made);
    }
  }

  async #apply(
    { address, type: typeName }: TerraformBlock,
    properties: TerraformArguments,
    type: TerraformResource | undefined,
    context: TerraformContext,
  ): Promise<DeploymentEvent["change"]> {
    const former = this.#made.get(address);
    const keep = (result: TerraformResult) =>
      this.#made.set(address, { ...result, type: typeName, properties });
    if (!type) {
      const placeholder = `The local cloud does not have ${typeName}.`;
      const id = String(properties["name"] ?? address);
      this.#made.set(address, { id, attributes: {}, type: typeName, properties, placeholder });
      return former ? "keep" : "create";
    }
    try {
      if (former && former.placeholder === undefined) {
        if (JSON.stringify(former.properties) === JSON.stringify(properties)) return "keep";
        if (!type.replaces(properties, former.properties)) {
          keep(await type.update(properties, former, context));
          return "update";
        }
        await unlessGone(type.delete(former, context));
      }
      keep(await type.create(properties, context));
      return former ? "replace" : "create";
    } catch (error) {
      if (!(error instanceof GoogleError)) throw error;
      throw new TerraformError(`${address}: ${error.message}`, { cause: error });
    }
  }

  /** What a reference to a resource gives: an attribute, or an argument as it was written. */
  #attribute([type = "", name = "", ...path]: readonly string[], where: string): unknown {
    const made = this.#made.get(`${type}.${name}`);
    const attribute = path.join(".");
    const value =
      made && ({ ...made.properties, ...made.attributes, id: made.id } as TerraformArguments)[attribute];
    if (value !== undefined) return value;
    throw new TerraformError(
      made
        ? `${where}: ${type}.${name} has no attribute "${attribute}".`
        : `${where}: there is no resource ${type}.${name}.`,
    );
  }

  /** The types that the document needs. @throws TerraformError naming those that the local cloud does not have */
  async #types(
    { resources }: TerraformDocument,
    { skipTypes = [], skipUnknown = false }: TerraformOptions,
  ): Promise<ReadonlyMap<string, TerraformResource | undefined>> {
    const types = new Map<string, TerraformResource | undefined>();
    for (const { type } of resources)
      if (!types.has(type)) types.set(type, skipTypes.includes(type) ? undefined : await this.#typeOf(type));
    const unknown = resources.filter(({ type }) => !types.get(type) && !skipTypes.includes(type));
    if (unknown.length > 0 && !skipUnknown)
      throw new TerraformError(
        `The local cloud does not have ${unknown.map(({ address }) => address).join(", ")}: leave ${unknown.length === 1 ? "it" : "them"} out, or have placeholders stand for ${unknown.length === 1 ? "it" : "them"} by --skip-unknown or --skip-type ${unknown[0]!.type}.`,
      );
    return types;
  }

  async #typeOf(type: string): Promise<TerraformResource | undefined> {
    for (const { load } of googleServicesOf(this.#cloud)) {
      const { resources = {} } = (await load()).service;
      if (Object.hasOwn(resources, type)) return resources[type];
    }
    return undefined;
  }
}

/** Values of variables, as references ask for them. */
function variablesOf(
  { variables }: TerraformDocument,
  given: Readonly<Record<string, string>>,
): (path: readonly string[]) => unknown {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(variables, name));
  if (unknown !== undefined) throw new TerraformError(`The configuration has no variable "${unknown}".`);
  return ([, name = ""]) => {
    if (!Object.hasOwn(variables, name))
      throw new TerraformError(`The configuration has no variable "${name}".`);
    const { default: fallback, sensitive = false } = variables[name]!;
    const value = given[name] ?? fallback;
    if (value !== undefined) return value;
    // What is secret is not needed here: nothing leaves this machine.
    if (sensitive) return name;
    throw new TerraformError(
      `The variable "${name}" has no value: give it by --google-variable ${name}=VALUE.`,
    );
  };
}

/** What is referred to comes first. @throws TerraformError for circles */
function inOrder(blocks: readonly TerraformBlock[]): readonly TerraformBlock[] {
  const byAddress = new Map(blocks.map((block) => [block.address, block]));
  const ordered = new Set<TerraformBlock>();
  const visit = (block: TerraformBlock, above: readonly string[]): void => {
    if (ordered.has(block)) return;
    if (above.includes(block.address))
      throw new TerraformError(
        `Resources refer to each other in a circle: ${[...above, block.address].join(" → ")}.`,
      );
    const { depends_on: dependsOn = [] } = block.arguments;
    for (const address of [...referencesIn(block.arguments), ...(dependsOn as readonly string[])]) {
      const needed = byAddress.get(address);
      if (needed && needed !== block) visit(needed, [...above, block.address]);
    }
    ordered.add(block);
  };
  for (const block of blocks) visit(block, []);
  return [...ordered];
}

async function unlessGone(deletion: Promise<void>): Promise<void> {
  try {
    await deletion;
  } catch (error) {
    if (!(error instanceof GoogleError && error.code === "NOT_FOUND")) throw error;
  }
}

/** Opens what a cloud has of Terraform. */
export function openTerraform(cloud: Cloud): TerraformDeployment {
  return new TerraformDeployment(cloud);
}
