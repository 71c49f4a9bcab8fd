import { arnOf } from "../../kernel/arn.ts";
import type { Cloud } from "../../kernel/cloud.ts";
import { page } from "../../kernel/page.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import type { Collection } from "../../kernel/storage/storage.ts";
import { newestOf, type Parameter, type ParameterVersion } from "./parameter.ts";
import { normalName, parseReference } from "./parameter-name.ts";

/** A version of a parameter that a reference names. */
export interface Found {
  readonly parameter: Parameter;
  readonly version: ParameterVersion;
  /** For example `":3"` or `":label"`; empty for the newest. */
  readonly selector: string;
}

/** The parameters of one cloud. */
export class ParameterStore {
  readonly #cloud: Cloud;
  readonly #kept: Collection<Parameter>;
  readonly #parameters: Map<string, Parameter>;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#kept = cloud.storage.collection<Parameter>("parameters");
    this.#parameters = new Map(this.#kept.entries());
  }

  /** Every parameter by name. */
  all(): Parameter[] {
    return [...this.#parameters.values()];
  }

  named(name: string): Parameter | undefined {
    return this.#parameters.get(normalName(name)) ?? this.#bootstrapped(name);
  }

  /** What `cdk` looks at to see whether an account was bootstrapped: the local cloud counts as that, with a recent version. */
  #bootstrapped(name: string): Parameter | undefined {
    if (!/^\/cdk-bootstrap\/[^/]+\/version$/.test(name)) return undefined;
    const version = { version: 1, value: "30", type: "String", dataType: "text", tier: "Standard" };
    const modified = this.#cloud.clock.now();
    return { name, versions: [{ ...version, modified }], labels: {}, tags: {} };
  }

  /** @throws ServiceError `ParameterNotFound` */
  at(name: string): Parameter {
    const parameter = this.named(name);
    if (parameter) return parameter;
    throw new ServiceError("ParameterNotFound", `Parameter ${name} not found.`);
  }

  /** @throws ServiceError `ParameterVersionNotFound` */
  versionOf(parameter: Parameter, version: number | string): ParameterVersion {
    const number = parameter.labels[version] ?? Number(version);
    const found = parameter.versions.find((one) => one.version === number);
    if (found) return found;
    throw new ServiceError(
      "ParameterVersionNotFound",
      `Systems Manager could not find version ${version} of ${parameter.name}. Verify the version and try again.`,
    );
  }

  /**
   * Finds `name`, `name:3`, `name:label` or an ARN.
   *
   * @throws ServiceError `ParameterNotFound` or `ParameterVersionNotFound`
   */
  find(reference: string): Found {
    const parsed = parseReference(reference);
    const parameter = parsed && this.named(parsed.name);
    if (!parameter) throw new ServiceError("ParameterNotFound", `Parameter ${reference} not found.`);
    if (parsed.selector === undefined) return { parameter, version: newestOf(parameter), selector: "" };
    return {
      parameter,
      version: this.versionOf(parameter, parsed.selector),
      selector: `:${parsed.selector}`,
    };
  }

  /** Keeps a new or changed parameter. */
  put(parameter: Parameter, change: "created" | "updated"): void {
    const key = normalName(parameter.name);
    this.#parameters.set(key, parameter);
    this.#kept.set(key, parameter);
    this.#cloud.events.emit("resource", { type: "AWS::SSM::Parameter", name: parameter.name, change });
  }

  remove(name: string): boolean {
    const key = normalName(name);
    const found = this.#parameters.get(key);
    if (!found) return false;
    this.#parameters.delete(key);
    this.#kept.delete(key);
    this.#cloud.events.emit("resource", {
      type: "AWS::SSM::Parameter",
      name: found.name,
      change: "deleted",
    });
    return true;
  }

  arnOf({ name }: Parameter): string {
    const { region, accountId } = this.#cloud;
    return arnOf({ region, accountId }, "ssm", `parameter${name.startsWith("/") ? "" : "/"}${name}`);
  }
}

/** Opens the parameters of a cloud. */
export function openParameters(cloud: Cloud): ParameterStore {
  return new ParameterStore(cloud);
}

/** One page of a list. */
export function pageOf<Item>(
  items: readonly Item[],
  size: number,
  token: string | undefined,
): { readonly items: readonly Item[]; readonly NextToken?: string } {
  return page(items, token, {
    size,
    invalid: () => new ServiceError("InvalidNextToken", "The specified token isn't valid."),
  });
}
