import type { TemplateResource } from "../template.ts";
import { withRoutes } from "./api-definition.ts";
import { stageId } from "./events/api.ts";
import {
  type ApiRoute,
  alike,
  attributesOf,
  type Expansion,
  given,
  locationOf,
  type Written,
} from "./expansion.ts";

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-httpapi.html */
export function expandHttpApi(logicalId: string, resource: TemplateResource, expansion: Expansion): void {
  const { Properties = {} } = resource;
  const { DefinitionUri, StageName: stage = "$default" } = Properties;
  const routes = expansion.routes.get(logicalId) ?? [];
  expansion.add(logicalId, {
    ...attributesOf(resource),
    Type: "AWS::ApiGatewayV2::Api",
    Properties: {
      ...given(Properties, "FailOnWarnings"),
      ...(DefinitionUri === undefined
        ? { Body: bodyOf(Properties, routes) }
        : { BodyS3Location: locationOf(DefinitionUri) }),
    },
  });
  const generated = stage === "$default" ? `${logicalId}ApiGatewayDefaultStage` : stageId(logicalId, stage);
  const RouteSettings = routeSettings(Properties["RouteSettings"], routes);
  expansion.add(generated, {
    ...alike(resource),
    Type: "AWS::ApiGatewayV2::Stage",
    Properties: {
      ApiId: { Ref: logicalId },
      StageName: stage,
      AutoDeploy: true,
      ...given(Properties, "AccessLogSettings", "DefaultRouteSettings", "StageVariables"),
      ...(RouteSettings && { RouteSettings }),
      Tags: { ...((Properties["Tags"] ?? {}) as Written), ...CREATED_BY },
    },
  });
  expansion.names.set(`${logicalId}.Stage`, generated);
}

const CREATED_BY = { "httpapi:createdBy": "SAM" };

function bodyOf(properties: Written, routes: readonly ApiRoute[]): Written {
  const { CorsConfiguration, Description, DisableExecuteApiEndpoint, Name, Tags } = properties;
  const definition = (properties["DefinitionBody"] ?? {
    openapi: "3.0.1",
    info: { title: Name ?? { Ref: "AWS::StackName" }, version: "1.0" },
  }) as Written;
  const body = withRoutes(definition, routes);
  const tags = Object.entries({ ...((Tags ?? {}) as Written), ...CREATED_BY });
  return {
    ...body,
    ...(Description !== undefined && { info: { ...(body["info"] as Written), description: Description } }),
    ...(CorsConfiguration !== undefined && { "x-amazon-apigateway-cors": corsOf(CorsConfiguration) }),
    ...(DisableExecuteApiEndpoint !== undefined && {
      servers: [
        {
          "x-amazon-apigateway-endpoint-configuration": {
            disableExecuteApiEndpoint: DisableExecuteApiEndpoint,
          },
        },
      ],
    }),
    tags: tags.map(([name, value]) => ({ name, "x-amazon-apigateway-tag-value": value })),
  };
}

/** Settings of the stage, and those of the events' routes. */
function routeSettings(own: unknown, routes: readonly ApiRoute[]): Written | undefined {
  const settings = routes.flatMap(({ path, method, settings }) =>
    settings === undefined
      ? []
      : [[path === "$default" ? path : `${method.toUpperCase()} ${path}`, settings]],
  );
  if (settings.length === 0) return own as Written | undefined;
  return { ...(own as Written | undefined), ...Object.fromEntries(settings) };
}

/** `true` lets every origin in; the names are those of the property, with a small first letter. */
function corsOf(cors: unknown): Written {
  if (cors === true || cors === "true") return { allowOrigins: ["*"] };
  return Object.fromEntries(
    Object.entries(cors as Written).map(([name, value]) => [name[0]!.toLowerCase() + name.slice(1), value]),
  );
}
