import { ServiceError } from "../../kernel/service-error.ts";
import { parseYaml } from "../../template/yaml-text.ts";
import { type Api, type Cors, type Integration, newId, type Route } from "./api.ts";

type Definition = Readonly<Record<string, unknown>>;

const METHODS: ReadonlySet<string> = new Set([
  "get",
  "put",
  "post",
  "delete",
  "options",
  "head",
  "patch",
  "trace",
]);
const ANY_METHOD = "x-amazon-apigateway-any-method";
const INTEGRATION = "x-amazon-apigateway-integration";

/**
 * Replaces the routes of an API by those of an OpenAPI or Swagger document with API Gateway's extensions.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
 */
export function importDefinition(api: Api, definition: Definition): void {
  api.routes = {};
  api.integrations = {};
  const title = (definition["info"] as { title?: unknown } | undefined)?.title;
  if (title !== undefined) api.Name = String(title);
  if (api.kind === "http") api.settings = { ...api.settings, ...settingsOf(definition) };
  const cors = definition["x-amazon-apigateway-cors"];
  if (cors !== undefined) api.CorsConfiguration = corsOf(cors as Definition);
  for (const [path, item] of Object.entries((definition["paths"] ?? {}) as Record<string, Definition>))
    for (const [name, operation] of Object.entries(item)) {
      const method = name === ANY_METHOD ? "ANY" : name.toUpperCase();
      if (method !== "ANY" && !METHODS.has(name)) continue;
      const { [INTEGRATION]: integration, isDefaultRoute } = operation as Definition;
      const isDefault = isDefaultRoute === true || /^\/?\$default$/.test(path);
      addRoute(api, isDefault ? "$default" : `${method} ${path}`, integrationOf(integration as Definition));
    }
}

/** The settings of an HTTP API that stand in its definition. */
function settingsOf({ info, servers }: Definition): Readonly<Record<string, unknown>> {
  const { description } = (info ?? {}) as Definition;
  const [endpoint] = (Array.isArray(servers) ? servers : []).flatMap(
    (server: Definition | null) => server?.["x-amazon-apigateway-endpoint-configuration"] ?? [],
  );
  const { disableExecuteApiEndpoint } = (endpoint ?? {}) as Definition;
  return {
    ...(description !== undefined && { Description: String(description) }),
    ...(disableExecuteApiEndpoint !== undefined && {
      DisableExecuteApiEndpoint: String(disableExecuteApiEndpoint) === "true",
    }),
  };
}

/** @throws ServiceError `BadRequestException` when a definition is neither JSON nor YAML */
export function readDefinition(text: string): Definition {
  let read: unknown;
  try {
    read = parseYaml(text);
  } catch {
    // Said below.
  }
  if (typeof read === "object" && read !== null) return read as Definition;
  throw new ServiceError("BadRequestException", "Invalid OpenAPI input.", { statusCode: 400 });
}

/** Adds a route with an integration of its own. @returns its id */
export function addRoute(
  api: Api,
  RouteKey: string,
  integration: Omit<Integration, "IntegrationId">,
): string {
  const IntegrationId = newId();
  const RouteId = newId();
  api.integrations[IntegrationId] = { IntegrationId, ...integration };
  const route: Route = { RouteId, RouteKey, Target: `integrations/${IntegrationId}` };
  api.routes[RouteId] = route;
  return RouteId;
}

/** An integration as definitions, and REST APIs, have it: names begin with small letters. */
export function integrationOf(written: Definition = {}): Omit<Integration, "IntegrationId"> {
  const type = String(written["type"] ?? "mock").toUpperCase();
  return {
    IntegrationType: type,
    ...(written["uri"] !== undefined && { IntegrationUri: String(written["uri"]) }),
    ...(written["credentials"] !== undefined && { CredentialsArn: String(written["credentials"]) }),
    ...(written["payloadFormatVersion"] !== undefined && {
      PayloadFormatVersion: String(written["payloadFormatVersion"]),
    }),
    ...(written["timeoutInMillis"] !== undefined && { TimeoutInMillis: Number(written["timeoutInMillis"]) }),
    ...(type === "MOCK" && { mock: mockOf(Object.values((written["responses"] ?? {}) as object)) }),
  };
}

/** What a mock integration answers: the first response, with the headers that are constants. */
export function mockOf(responses: readonly Definition[]): NonNullable<Integration["mock"]> {
  const [first = {}] = responses;
  const parameters = (first["responseParameters"] ?? first["ResponseParameters"] ?? {}) as Record<
    string,
    string
  >;
  return {
    status: Number(first["statusCode"] ?? first["StatusCode"] ?? 200),
    headers: Object.fromEntries(
      Object.entries(parameters).flatMap(([name, value]) => {
        const [, header] = /^method\.response\.header\.(.+)$/.exec(name) ?? [];
        const [, constant] = /^'(.*)'$/.exec(String(value)) ?? [];
        return header === undefined || constant === undefined ? [] : [[header.toLowerCase(), constant]];
      }),
    ),
  };
}

function corsOf(written: Definition): Cors {
  return Object.fromEntries(
    Object.entries(written).map(([name, value]) => [name[0]!.toUpperCase() + name.slice(1), value]),
  );
}
