import type { TemplateResource } from "../template.ts";

/** A value as a template writes it. */
export type Written = Readonly<Record<string, unknown>>;

/** One method of one path of an API, and the function behind it. */
export interface ApiRoute {
  readonly path: string;
  /** In lower case; `any` for all. */
  readonly method: string;
  readonly integration: Written;
  /** @default none */
  readonly responses?: Written;
  /** Of the function behind it. @default it is always there */
  readonly condition?: string | undefined;
  /** Limits of an HTTP API's route. @default the stage's */
  readonly settings?: Written;
}

/** What a serverless resource is made into. */
export class Expansion {
  readonly resources: Record<string, TemplateResource> = {};
  /** Conditions that the template does not have itself. */
  readonly conditions: Record<string, unknown> = {};
  /** What stands for a name in `Ref`, `Fn::GetAtt` and `Fn::Sub`, such as `Function.Alias`. */
  readonly names = new Map<string, string>();
  /** By logical id of the API. */
  readonly routes = new Map<string, ApiRoute[]>();
  /** By logical id of the bucket; the bucket asks whether it may call, so each permission comes first. */
  readonly notifications = new Map<
    string,
    { readonly configurations: Written[]; readonly permissions: string[] }
  >();
  /** Functions whose aliases CodeDeploy moves: what their deployment groups need of each. */
  readonly deployments: { readonly ownRole: boolean; readonly condition: string | undefined }[] = [];
  readonly #parameters: Written;
  readonly #stages: ReadonlyMap<string, string>;

  /**
   * @param parameters values of the template's parameters
   * @param stages what the stages of REST APIs add to logical ids, by logical id of the API
   */
  constructor(parameters: Written, stages: ReadonlyMap<string, string>) {
    this.#parameters = parameters;
    this.#stages = stages;
  }

  /** Undefined for the API that events make. */
  stageSuffix(apiId: string): string | undefined {
    return this.#stages.get(apiId);
  }

  /** A value with those of the parameters that it refers to: names and digests are made of them. */
  resolved(value: unknown): unknown {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((element) => this.resolved(element));
    const { Ref } = value as Written;
    if (typeof Ref === "string" && Object.hasOwn(this.#parameters, Ref)) return this.#parameters[Ref];
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, this.resolved(inner)]));
  }

  add(logicalId: string, resource: TemplateResource): void {
    this.resources[logicalId] = resource;
  }

  addRoute(apiId: string, route: ApiRoute): void {
    this.routes.set(apiId, [...(this.routes.get(apiId) ?? []), route]);
  }
}

/** The members of that name that are set. */
export function given(from: Written, ...names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]]),
  );
}

/** What a generated resource takes over from the one that it is generated for. */
export function alike(resource: TemplateResource): Partial<TemplateResource> {
  const names = ["Condition", "DeletionPolicy", "UpdateReplacePolicy"];
  return given(resource as unknown as Written, ...names) as Partial<TemplateResource>;
}

/** The attributes of a resource that its generated counterpart keeps. */
export function attributesOf(resource: TemplateResource): Omit<TemplateResource, "Type" | "Properties"> {
  const own = resource as TemplateResource & {
    readonly Connectors?: unknown;
    readonly IgnoreGlobals?: unknown;
  };
  const {
    Type: _type,
    Properties: _properties,
    Connectors: _connectors,
    IgnoreGlobals: _globals,
    ...rest
  } = own;
  return rest;
}

export const getAtt = (logicalId: string, attribute: string): Written => ({
  "Fn::GetAtt": [logicalId, attribute],
});

/** A value that is there on a condition only. */
export const onlyIf = (condition: string | undefined, value: Written): Written =>
  condition === undefined ? value : { "Fn::If": [condition, value, { Ref: "AWS::NoValue" }] };

export const sub = (text: string, variables?: Written): Written => ({
  "Fn::Sub": variables ? [text, variables] : text,
});

/** Tags as CloudFormation lists them, from SAM's map. */
export function tagList(tags: unknown, ...more: readonly Written[]): Written[] {
  const entries = Object.entries((tags ?? {}) as Written).map(([Key, Value]) => ({ Key, Value }));
  return [...more, ...entries];
}

/** A logical id that a reference stands for; undefined when the value is something else. */
export function referenced(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  const { Ref, "Fn::GetAtt": attribute } = (value ?? {}) as Written;
  if (typeof Ref === "string") return Ref;
  return Array.isArray(attribute) ? String(attribute[0]) : undefined;
}

/** The letters and digits of a text, as logical ids have them. */
export const alphanumeric = (text: string): string => text.replaceAll(/[^A-Za-z0-9]/g, "");

/** Where in a bucket something is, from its address. */
export function locationOf(uri: unknown): unknown {
  const [, Bucket, Key, Version] = /^s3:\/\/([^/]+)\/([^?]+)(?:\?versionId=(.+))?$/.exec(String(uri)) ?? [];
  return Bucket === undefined ? uri : { Bucket, Key, ...(Version !== undefined && { Version }) };
}
