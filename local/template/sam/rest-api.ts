import type { TemplateResource } from "../template.ts";
import { withRoutes } from "./api-definition.ts";
import { digestOf } from "./digest.ts";
import { stageId } from "./events/api.ts";
import {
  type ApiRoute,
  alike,
  attributesOf,
  type Expansion,
  given,
  locationOf,
  tagList,
  type Written,
} from "./expansion.ts";
import { restAccess } from "./rest-access.ts";
import { withCors } from "./rest-cors.ts";

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-api.html */
export function expandRestApi(logicalId: string, resource: TemplateResource, expansion: Expansion): void {
  const { Properties = {} } = resource;
  const { DefinitionUri, Tags } = Properties;
  const content =
    DefinitionUri === undefined
      ? { Body: bodyOf(Properties, expansion.routes.get(logicalId) ?? []) }
      : { BodyS3Location: locationOf(DefinitionUri) };
  expansion.add(logicalId, {
    ...attributesOf(resource),
    Type: "AWS::ApiGateway::RestApi",
    Properties: {
      ...given(
        Properties,
        "ApiKeySourceType",
        "BinaryMediaTypes",
        "Description",
        "DisableExecuteApiEndpoint",
        "FailOnWarnings",
        "MinimumCompressionSize",
        "Mode",
        "Name",
        "Policy",
      ),
      ...endpointOf(Properties["EndpointConfiguration"]),
      ...content,
    },
  });
  const deployment = `${logicalId}Deployment${digestOf(content)}`;
  expansion.add(deployment, {
    ...alike(resource),
    Type: "AWS::ApiGateway::Deployment",
    Properties: { RestApiId: { Ref: logicalId }, StageName: "Stage" },
  });
  const stage = Properties["StageName"] ?? "Prod";
  const generated = stageId(logicalId, stage);
  expansion.add(generated, {
    ...alike(resource),
    Type: "AWS::ApiGateway::Stage",
    Properties: {
      RestApiId: { Ref: logicalId },
      DeploymentId: { Ref: deployment },
      StageName: stage,
      ...given(
        Properties,
        "AccessLogSetting",
        "CacheClusterEnabled",
        "CacheClusterSize",
        "CanarySetting",
        "MethodSettings",
        "TracingEnabled",
        "Variables",
      ),
      ...(Tags !== undefined && { Tags: tagList(Tags) }),
    },
  });
  restAccess(logicalId, resource, generated, expansion);
  expansion.names.set(`${logicalId}.Stage`, generated);
  expansion.names.set(`${logicalId}.Deployment`, deployment);
}

function bodyOf(properties: Written, routes: readonly ApiRoute[]): Written {
  const { BinaryMediaTypes, Cors, DefinitionBody, MergeDefinitions, OpenApiVersion } = properties;
  const definition = (DefinitionBody ?? {
    ...(OpenApiVersion === undefined || String(OpenApiVersion) === "2.0"
      ? { swagger: "2.0" }
      : { openapi: OpenApiVersion }),
    info: { title: { Ref: "AWS::StackName" }, version: "1.0" },
  }) as Written;
  // A definition that the template has is the whole of it, unless it is to be merged with what events add.
  const isWhole = DefinitionBody !== undefined && String(MergeDefinitions) !== "true";
  const body = withCors(isWhole ? definition : withRoutes(definition, routes), Cors);
  if (!Array.isArray(BinaryMediaTypes)) return body;
  const types = BinaryMediaTypes.map((type) =>
    typeof type === "string" ? type.replaceAll("~1", "/") : type,
  );
  return { ...body, "x-amazon-apigateway-binary-media-types": types };
}

/** One type alone may stand for the list of them. */
function endpointOf(configuration: unknown): Written {
  if (configuration === undefined) return {};
  const { Type, VPCEndpointIds } = (
    typeof configuration === "string" ? { Type: configuration } : configuration
  ) as Written;
  if (Type === undefined) return { EndpointConfiguration: configuration };
  return {
    EndpointConfiguration: {
      Types: [Type],
      ...(VPCEndpointIds !== undefined && { VpcEndpointIds: VPCEndpointIds }),
    },
    Parameters: { endpointConfigurationTypes: Type },
  };
}
