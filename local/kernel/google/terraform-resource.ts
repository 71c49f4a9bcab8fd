import type { Cloud } from "../cloud.ts";
import type { MessageType } from "./proto/proto-types.ts";

/** Arguments of a resource with their references resolved. */
export type TerraformArguments = Readonly<Record<string, unknown>>;

/** A resource that was made. */
export interface TerraformResult {
  /** What `id` gives, and what the resource is changed and removed by. */
  readonly id: string;
  /** What else references may ask for, besides the arguments. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What a resource needs besides its arguments. */
export interface TerraformContext {
  readonly cloud: Cloud;
  /** The provider's project, for resources that name none. */
  readonly project: string;
}

/** How one resource type of Terraform's provider for Google Cloud is made, by calls of the services' own operations. */
export interface TerraformResource {
  create(properties: TerraformArguments, context: TerraformContext): Promise<TerraformResult>;
  update(
    properties: TerraformArguments,
    existing: TerraformResult,
    context: TerraformContext,
  ): Promise<TerraformResult>;
  /** Whether the change needs a new resource, for example because its name changes. */
  replaces(properties: TerraformArguments, former: TerraformArguments): boolean;
  delete(existing: TerraformResult, context: TerraformContext): Promise<void>;
}

/** Arguments that Terraform itself reads. */
const META = ["depends_on", "lifecycle", "provider", "timeouts"];

/**
 * The arguments as a message of the API: a block of which there is one may be written as a list of one, and one of many
 * without a list. What the message does not have stays, so that the check of the request names it.
 *
 * @param own arguments that are not the message's
 */
export function messageOfArguments(
  message: MessageType,
  properties: TerraformArguments,
  own: readonly string[],
): Record<string, unknown> {
  const left = Object.entries(properties).filter(([name]) => !own.includes(name) && !META.includes(name));
  return blockOf(message, Object.fromEntries(left)) as Record<string, unknown>;
}

function blockOf(message: MessageType, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const field = message.fields.get(
        name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      );
      if (field?.type.kind !== "message" || field.map) return [name, member];
      const inner = field.type.message;
      if (field.repeated) return [name, [member].flat().map((one) => blockOf(inner, one))];
      return [name, blockOf(inner, Array.isArray(member) && member.length === 1 ? member[0] : member)];
    }),
  );
}

/** Whether one of these arguments differs. */
export function argumentsChange(
  ...names: readonly string[]
): (properties: TerraformArguments, former: TerraformArguments) => boolean {
  return (properties, former) =>
    names.some((name) => JSON.stringify(properties[name]) !== JSON.stringify(former[name]));
}

/** `projects/P` of a resource, its own or the provider's. */
export function projectPath({ project }: TerraformArguments, context: TerraformContext): string {
  const id = typeof project === "string" && project !== "" ? project : context.project;
  return id.startsWith("projects/") ? id : `projects/${id}`;
}
