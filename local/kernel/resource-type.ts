import { createHash } from "node:crypto";
import type { Cloud, ServiceName } from "./cloud.ts";
import { ServiceError } from "./service-error.ts";
import { type Tag, tagRecord } from "./tags.ts";

/** Evaluated properties of a resource. */
export type Properties = Readonly<Record<string, unknown>>;

/** A resource that exists: what `Ref` and `Fn::GetAtt` give. */
export interface CreatedResource {
  /** Value of `Ref`. */
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Why it only stands for what the template means, for people. @default it is what the template means */
  readonly placeholder?: string;
  /** Whether nothing was made: there is nothing to change or to remove. @default false */
  readonly standIn?: boolean;
}

/** What a resource type needs to make one resource. */
export interface ResourceContext {
  readonly cloud: Cloud;
  readonly stackName: string;
  /** ARN of the stack. */
  readonly stackId: string;
  readonly logicalId: string;
  /**
   * A name made of the stack, the logical id and a digest of both, no longer than `longest` characters. A resource that is
   * replaced gets another.
   */
  generateName(longest?: number): string;
  /** Says that the resource is there, though not yet as it is to be: it is removed again when what follows fails. */
  made(resource: CreatedResource): void;
  /** Whether a deployment that failed is undone. */
  readonly undoing: boolean;
  /** Whether placeholders stand for what is not here, such as functions of another account. */
  readonly standsInForAbsent: boolean;
  /** Why the resource of the stack that has this ARN is a placeholder; undefined when it is none. */
  placeholderOf(arn: string): string | undefined;
  /** A resource of the stack that a placeholder stands for and whose properties have a text in them; undefined when there is none. */
  placeholderWith(text: string): string | undefined;
  /** What the template says of signals that the resource's making waits for. @default nothing */
  readonly creationPolicy: unknown;
  /** Waits for what comes from outside or with time: nothing else waits for the deployment meanwhile. */
  wait<Result>(awaited: Promise<Result>): Promise<Result>;
  /** Path of the asset behind an object key, of the assembly, the options or a bucket; undefined when there is none. */
  asset(objectKey: string, bucket?: string): string | undefined;
  /** Calls an operation; numbers, switches, texts and moments may be written as templates write them. */
  call<Output = Record<string, unknown>>(
    service: ServiceName,
    operation: string,
    input: object,
  ): Promise<Output>;
}

/** How one CloudFormation resource type is made, changed and removed, by calls of the services' own operations. */
export interface ResourceType {
  create(properties: Properties, context: ResourceContext): Promise<CreatedResource>;
  /** Changes a resource in place. When it is missing, or when {@link replaces} is true, a change makes a new one. */
  update?(
    properties: Properties,
    existing: CreatedResource,
    context: ResourceContext,
    former: Properties,
  ): Promise<CreatedResource>;
  /**
   * Whether what a former process made is made again, which finds what is there by its name, as what stands behind its
   * properties may have changed since.
   * @default false: it is there as it was
   */
  readonly remade?: boolean;
  /** Whether it is updated with every deployment, as what stands behind its properties may have changed. @default false */
  readonly follows?: boolean;
  /** Whether the change needs a new resource, for example because its name changes. */
  replaces?(properties: Properties, former: Properties): boolean;
  delete(existing: CreatedResource, context: ResourceContext, properties: Properties): Promise<void>;
  /**
   * What the resource really is, in the words of its properties; undefined when it is gone. More than the template says is no
   * matter. @default nobody can tell
   */
  read?(
    existing: CreatedResource,
    context: ResourceContext,
    properties: Properties,
  ): Promise<Properties | undefined>;
}

/**
 * A deterministic name, so that the same stack finds its resources again after a restart.
 *
 * @param generation how often the resource was replaced
 */
export function generatedName(stackName: string, logicalId: string, longest = 255, generation = 0): string {
  const digest = createHash("sha256")
    .update(`${stackName}/${logicalId}${generation > 0 ? `/${generation}` : ""}`)
    .digest("hex")
    .slice(0, 12)
    .toUpperCase();
  return `${`${stackName}-${logicalId}`.slice(0, longest - digest.length - 1)}-${digest}`;
}

/** Tags as the template lists them, by key. */
export function tagsOf(properties: Properties): Record<string, string> {
  return tagRecord((properties["Tags"] ?? []) as Tag[]);
}

/** The members of that name that are set. */
export function pick(properties: Properties, ...names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    names.filter((name) => properties[name] !== undefined).map((name) => [name, properties[name]]),
  );
}

/** Whether a switch is on; in templates it may be a text. */
export const isTrue = (value: unknown): boolean => value === true || value === "true";

/** The same members with the first letter of each name in lower case, as CloudWatch Logs' API has them. */
export function lowerFirst(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerFirst);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name[0]!.toLowerCase() + name.slice(1), lowerFirst(inner)]),
  );
}

/** Runs a call that may find the resource in place already. @returns whether it made it */
export async function unlessExists(call: Promise<unknown>, ...codes: readonly string[]): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (!(error instanceof ServiceError && codes.includes(error.code))) throw error;
    return false;
  }
}

/** Runs a call that may find the resource gone already. */
export async function unlessGone(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof ServiceError && /NotFound|NonExistent|DoesNotExist|NoSuchEntity/.test(error.code)))
      throw error;
  }
}

/** Runs a call that reads a resource; undefined when it is gone. */
export async function unlessMissing<Output>(call: Promise<Output>): Promise<Output | undefined> {
  let found: Output | undefined;
  await unlessGone(
    call.then((output) => {
      found = output;
    }),
  );
  return found;
}

/** Whether one of these properties differs. */
export function changes(
  ...names: readonly string[]
): (properties: Properties, former: Properties) => boolean {
  return (properties, former) =>
    names.some((name) => JSON.stringify(properties[name]) !== JSON.stringify(former[name]));
}

/** Attributes are texts in the APIs; policies and other documents are JSON in a text. */
export function attributeTexts(properties: Properties, ...names: readonly string[]): Record<string, string> {
  const present = names.filter((name) => properties[name] !== undefined);
  return Object.fromEntries(
    present.map((name) => {
      const value = properties[name];
      return [name, typeof value === "object" ? JSON.stringify(value) : String(value)];
    }),
  );
}

/** A type whose resource is a policy of others: it is put on them, and goes with them. */
export function policyType(
  apply: (properties: Properties, context: ResourceContext) => Promise<void>,
): ResourceType {
  const put = async (properties: Properties, context: ResourceContext): Promise<CreatedResource> => {
    await apply(properties, context);
    return { id: context.generateName(), attributes: {} };
  };
  return {
    create: put,
    update: (properties, _existing, context) => put(properties, context),
    // A policy goes with its topic or queue; there is no operation that removes it alone.
    delete: async () => {},
  };
}
