import type { IncomingHttpHeaders } from "node:http";
import { bindingOf, type ServiceModel, structureOf } from "../../kernel/model.ts";

/** The operation that a request's method, path and query call, with what its labels say. */
export interface RestMatch {
  readonly operation: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Parameters by whose presence the operation is told from others. */
  readonly told: readonly string[];
}

interface Route {
  readonly operation: string;
  readonly method: string;
  readonly path: RegExp;
  /** Parameters that the query must have, with a value or with any. */
  readonly query: readonly (readonly [name: string, value: string | undefined])[];
  /** Headers and parameters that the operation needs; they tell copying an object, and a part of one, from putting one. */
  readonly headers: readonly string[];
  readonly parameters: readonly string[];
  /** Labels that do not stand in the path, such as the bucket of S3, which may stand in the host. */
  readonly elsewhere: readonly string[];
  /** How much of the path is fixed; the more, the sooner the route is asked. */
  readonly weight: number;
}

/** SDKs for JavaScript and Rust add it to tell their own requests from others. */
const SDK_MARK = "x-id";

/** The routes of a service that speaks REST, read from its model. */
export class RestRoutes {
  readonly #routes: readonly Route[];

  constructor(model: ServiceModel) {
    this.#routes = Object.entries(model.operations)
      .flatMap(([operation, { http }]) => (http ? [routeOf(model, operation, http)] : []))
      .sort((one, other) => other.weight - one.weight);
  }

  /** @param given labels that the service has read from elsewhere than the path */
  find(
    method: string,
    path: string,
    query: URLSearchParams,
    headers: IncomingHttpHeaders,
    given: object = {},
  ): RestMatch | undefined {
    const labels = Object.keys(given);
    const routes = this.#routes.filter(
      ({ elsewhere }) =>
        elsewhere.length === labels.length && labels.every((name) => elsewhere.includes(name)),
    );
    const complete = routes.filter(
      (route) =>
        route.headers.every((name) => headers[name] !== undefined) &&
        route.parameters.every((name) => query.has(name)),
    );
    // An operation that lacks one says so itself, if no other is meant.
    return match(complete, method, path, query) ?? match(routes, method, path, query);
  }
}

function match(
  routes: readonly Route[],
  method: string,
  path: string,
  query: URLSearchParams,
): RestMatch | undefined {
  for (const route of routes) {
    if (route.method !== method) continue;
    const match = route.path.exec(path);
    if (!match || !route.query.every(([name, value]) => accepts(query, name, value))) continue;
    const labels = Object.entries(match.groups ?? {}).map(([name, text]) => [name, decode(text ?? "")]);
    const told = [...route.query.map(([name]) => name), ...route.parameters];
    return { operation: route.operation, labels: Object.fromEntries(labels), told };
  }
  return undefined;
}

function routeOf(
  model: ServiceModel,
  operation: string,
  [method, template]: readonly [string, string, number],
): Route {
  const [path = "", search = ""] = template.split("?");
  const query = [...new URLSearchParams(search)]
    .filter(([name]) => name !== SDK_MARK)
    .map(([name, value]) => [name, value === "" ? undefined : value] as const);
  const { required = [], members = {} } = structureOf(model, model.operations[operation]!.input) ?? {};
  const needed = (place: "header" | "query"): string[] =>
    required.flatMap((name) => {
      const binding = bindingOf(members[name]!);
      return binding.in === place ? [binding.name ?? name] : [];
    });
  const headers = needed("header").map((name) => name.toLowerCase());
  const parameters = needed("query");
  const elsewhere = Object.keys(members).filter(
    (name) => bindingOf(members[name]!).in === "label" && !new RegExp(`\\{${name}\\+?\\}`).test(path),
  );
  const fixed = path.replaceAll(/\{[^}]*\}/g, "");
  const pattern = path
    .replace(/\/$/, "")
    .split(/(\{[^}]*\})/)
    .map((part) => {
      const label = /^\{(\w+)(\+?)\}$/.exec(part);
      if (!label) return part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
      return label[2] ? `(?<${label[1]}>.+)` : `(?<${label[1]}>[^/]+)`;
    })
    .join("");
  return {
    operation,
    method,
    path: new RegExp(`^${pattern}/?$`, "s"),
    query,
    headers,
    parameters,
    elsewhere,
    // A path with more fixed text is nearer; of two with the same path, the one that wants more of the query.
    weight: fixed.length * 100 + query.length * 10 + headers.length + parameters.length,
  };
}

function accepts(query: URLSearchParams, name: string, value: string | undefined): boolean {
  return value === undefined ? query.has(name) : query.getAll(name).includes(value);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
