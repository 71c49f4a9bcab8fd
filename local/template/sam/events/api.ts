import { type ApiRoute, alphanumeric, referenced, sub, type Written } from "../expansion.ts";
import { type FunctionEvent, permit } from "./event-source.ts";

/** Logical ids of the APIs of events that name none. */
export const IMPLICIT = { rest: "ServerlessRestApi", http: "ServerlessHttpApi" } as const;

const DEFAULT_ROUTE = "$default";

/** A route of a REST API. https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-api.html */
export function restRoute(event: FunctionEvent): readonly string[] {
  const { properties, rest, expansion } = event;
  const { apiId, ...route } = routeOf(properties, "RestApiId", IMPLICIT.rest);
  expansion.addRoute(apiId, { ...route, condition: rest.Condition, integration: invocation(event, {}) });
  permit(event, "apigateway.amazonaws.com", sourceOf(route, apiId), expansion.stageSuffix(apiId) ?? "Prod");
  return [];
}

/** A route of an HTTP API. https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-httpapi.html */
export function httpRoute(event: FunctionEvent): readonly string[] {
  const { properties, rest, expansion } = event;
  const { apiId, ...route } = routeOf(properties, "ApiId", IMPLICIT.http);
  const { TimeoutInMillis, RouteSettings, PayloadFormatVersion = "2.0" } = properties;
  const integration = invocation(event, {
    payloadFormatVersion: PayloadFormatVersion,
    ...(TimeoutInMillis !== undefined && { timeoutInMillis: TimeoutInMillis }),
  });
  expansion.addRoute(apiId, {
    ...route,
    condition: rest.Condition,
    integration,
    ...(RouteSettings !== undefined && { settings: RouteSettings as Written }),
  });
  permit(event, "apigateway.amazonaws.com", sourceOf(route, apiId));
  return [];
}

/** Where an event's route is, and of which API. */
export function routeOf(
  properties: Written,
  member: "RestApiId" | "ApiId",
  implicit: string,
): Pick<ApiRoute, "path" | "method"> & { readonly apiId: string } {
  return {
    apiId: referenced(properties[member]) ?? implicit,
    path: String(properties["Path"] ?? DEFAULT_ROUTE),
    method: String(properties["Method"] ?? "any").toLowerCase(),
  };
}

function invocation({ target }: FunctionEvent, rest: Written): Written {
  const invocations =
    "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${__Target__}/invocations";
  return { type: "aws_proxy", httpMethod: "POST", uri: sub(invocations, { __Target__: target }), ...rest };
}

function sourceOf({ path, method }: Pick<ApiRoute, "path" | "method">, apiId: string): Written {
  const execution = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}/*/";
  const written = path === DEFAULT_ROUTE ? "" : path.replaceAll(/\{[^}]+\}/g, "*").replace(/(?<=.)\/$/, "");
  const route = `${method === "any" ? "*" : method.toUpperCase()}${written}`;
  return { SourceArn: sub(execution + route, { __ApiId__: { Ref: apiId } }) };
}

/** Logical id of a stage. */
export function stageId(apiId: string, stage: unknown): string {
  return apiId + stageSuffixOf(stage) + (typeof stage === "string" ? "Stage" : "");
}

/** What a stage's name adds to the logical ids of its permissions. */
export const stageSuffixOf = (stage: unknown): string =>
  typeof stage === "string" ? alphanumeric(stage) : "Stage";
