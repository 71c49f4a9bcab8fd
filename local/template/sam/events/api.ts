import { type ApiRoute, alphanumeric, referenced, sub, type Written } from "../expansion.ts";
import { type FunctionEvent, permit } from "./event-source.ts";

/** Logical ids of the APIs of events that name none. */
export const IMPLICIT = { rest: "ServerlessRestApi", http: "ServerlessHttpApi" } as const;

/** A route of a REST API. https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-api.html */
export function restRoute(event: FunctionEvent): readonly string[] {
  const { properties } = event;
  const apiId = referenced(properties["RestApiId"]) ?? IMPLICIT.rest;
  addRoute(event, apiId, { type: "aws_proxy", httpMethod: "POST" });
  // The stages of an API of the template have their names in it; a permission for each is made like for the implicit one.
  permit(event, "apigateway.amazonaws.com", sourceOf(event, apiId), apiId === IMPLICIT.rest ? "Prod" : "");
  return [];
}

/** A route of an HTTP API. https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-httpapi.html */
export function httpRoute(event: FunctionEvent): readonly string[] {
  const { properties } = event;
  const apiId = referenced(properties["ApiId"]) ?? IMPLICIT.http;
  addRoute(event, apiId, {
    type: "aws_proxy",
    httpMethod: "POST",
    payloadFormatVersion: properties["PayloadFormatVersion"] ?? "2.0",
    ...(properties["TimeoutInMillis"] !== undefined && { timeoutInMillis: properties["TimeoutInMillis"] }),
  });
  permit(event, "apigateway.amazonaws.com", sourceOf(event, apiId));
  return [];
}

function addRoute(
  { properties, target, expansion }: FunctionEvent,
  apiId: string,
  integration: Written,
): void {
  const invocations =
    "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${__Target__}/invocations";
  const route: ApiRoute = {
    path: String(properties["Path"] ?? "$default"),
    method: String(properties["Method"] ?? "any").toLowerCase(),
    integration: { ...integration, uri: sub(invocations, { __Target__: target }) },
  };
  expansion.addRoute(apiId, route);
}

function sourceOf({ properties }: FunctionEvent, apiId: string): Written {
  const method = String(properties["Method"] ?? "any").toUpperCase();
  const path = String(properties["Path"] ?? "").replaceAll(/\{[^}]+\}/g, "*");
  const route = path === "" ? "$default" : `${method === "ANY" ? "*" : method}${path}`;
  const execution = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}/*/";
  return { SourceArn: sub(execution + route, { __ApiId__: { Ref: apiId } }) };
}

/** Logical id of a stage. */
export function stageId(apiId: string, stage: unknown): string {
  return typeof stage === "string" ? `${apiId}${alphanumeric(stage)}Stage` : `${apiId}Stage`;
}
