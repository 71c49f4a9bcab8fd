import { readFileSync } from "node:fs";
import { TerraformError } from "./terraform-error.ts";

/** A resource as it is written. */
export interface TerraformBlock {
  /** `google_logging_metric.errors`. */
  readonly address: string;
  readonly type: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** A configuration of Terraform in JSON, as far as the local cloud reads it. */
export interface TerraformDocument {
  /** The provider's project; undefined when it names none. */
  readonly project: unknown;
  readonly variables: Readonly<Record<string, { readonly default?: unknown; readonly sensitive?: boolean }>>;
  readonly resources: readonly TerraformBlock[];
}

const SECTIONS = ["terraform", "provider", "variable", "resource", "output", "//"];
const UNSUPPORTED_ARGUMENTS = ["count", "for_each", "dynamic", "provisioner"];

/**
 * Reads a file in Terraform's JSON syntax, such as `cumulog synth --google` writes.
 *
 * @throws TerraformError
 * @see https://developer.hashicorp.com/terraform/language/syntax/json
 */
export function readTerraform(path: string): TerraformDocument {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    const reason = error instanceof SyntaxError ? "it is no JSON" : "it cannot be read";
    throw new TerraformError(
      `${path}: ${reason}. Expected Terraform's JSON syntax, as cumulog synth --google writes it.`,
      { cause: error },
    );
  }
  return documentOf(json, path);
}

function documentOf(json: unknown, path: string): TerraformDocument {
  const root = blockAt(json, path);
  const unknown = Object.keys(root).find((name) => !SECTIONS.includes(name));
  if (unknown !== undefined)
    throw new TerraformError(
      `${path}: the local cloud does not read the section "${unknown}": expected ${SECTIONS.slice(0, -1).join(", ")}.`,
    );
  const google = blockAt(
    blockAt(root["provider"] ?? {}, `${path}: provider`)["google"] ?? {},
    `${path}: provider.google`,
  );
  const resources: TerraformBlock[] = [];
  for (const [type, named] of Object.entries(blockAt(root["resource"] ?? {}, `${path}: resource`)))
    for (const [name, body] of Object.entries(blockAt(named, `${path}: resource.${type}`))) {
      const address = `${type}.${name}`;
      const properties = blockAt(body, `${path}: ${address}`);
      const wrong = UNSUPPORTED_ARGUMENTS.find((argument) => Object.hasOwn(properties, argument));
      if (wrong !== undefined)
        throw new TerraformError(`${path}: ${address}: the local cloud does not know "${wrong}".`);
      resources.push({ address, type, arguments: properties });
    }
  return {
    project: google["project"],
    variables: blockAt(root["variable"] ?? {}, `${path}: variable`) as TerraformDocument["variables"],
    resources,
  };
}

/** Blocks may be written as a list of one. */
function blockAt(value: unknown, where: string): Record<string, unknown> {
  const block = Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value;
  if (typeof block === "object" && block !== null && !Array.isArray(block))
    return block as Record<string, unknown>;
  throw new TerraformError(`${where}: expected an object.`);
}
