import type { TemplateResource } from "../template.ts";

/** A value as a template writes it. */
export type Written = Readonly<Record<string, unknown>>;

/** One method of one path of an API, and the function behind it. */
export interface ApiRoute {
  readonly path: string;
  /** In lower case; `any` for all. */
  readonly method: string;
  readonly integration: Written;
}

/** What a serverless resource is made into. */
export class Expansion {
  readonly resources: Record<string, TemplateResource> = {};
  /** What stands for a name in `Ref`, `Fn::GetAtt` and `Fn::Sub`, such as `Function.Alias`. */
  readonly names = new Map<string, string>();
  /** By logical id of the API. */
  readonly routes = new Map<string, ApiRoute[]>();
  /** By logical id of the bucket; the bucket asks whether it may call, so each permission comes first. */
  readonly notifications = new Map<
    string,
    { readonly configurations: Written[]; readonly permissions: string[] }
  >();

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
  return given(resource as unknown as Written, "Condition") as Partial<TemplateResource>;
}

export const getAtt = (logicalId: string, attribute: string): Written => ({
  "Fn::GetAtt": [logicalId, attribute],
});

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
