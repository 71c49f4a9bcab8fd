import type { TemplateResource } from "../template.ts";
import { withRoutes } from "./api-definition.ts";
import { stageId } from "./events/api.ts";
import { alike, type Expansion, given, type Written } from "./expansion.ts";

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-httpapi.html */
export function expandHttpApi(logicalId: string, resource: TemplateResource, expansion: Expansion): void {
  const { Properties = {}, ...rest } = resource;
  const { CorsConfiguration: cors, StageName: stage = "$default" } = Properties;
  const definition = (Properties["DefinitionBody"] ?? {
    openapi: "3.0.1",
    info: { title: Properties["Name"] ?? { Ref: "AWS::StackName" }, version: "1.0" },
  }) as Written;
  const body = withRoutes(definition, expansion.routes.get(logicalId) ?? []);
  expansion.add(logicalId, {
    ...rest,
    Type: "AWS::ApiGatewayV2::Api",
    Properties: {
      ...given(Properties, "Description", "DisableExecuteApiEndpoint", "FailOnWarnings"),
      Body: cors === undefined ? body : { ...body, "x-amazon-apigateway-cors": corsOf(cors) },
    },
  });
  const generated = stage === "$default" ? `${logicalId}ApiGatewayDefaultStage` : stageId(logicalId, stage);
  expansion.add(generated, {
    ...alike(resource),
    Type: "AWS::ApiGatewayV2::Stage",
    Properties: {
      ApiId: { Ref: logicalId },
      StageName: stage,
      AutoDeploy: true,
      ...given(
        Properties,
        "AccessLogSettings",
        "DefaultRouteSettings",
        "RouteSettings",
        "StageVariables",
        "Tags",
      ),
    },
  });
  expansion.names.set(`${logicalId}.Stage`, generated);
}

/** `true` lets every origin in; the names are those of the property, with a small first letter. */
function corsOf(cors: unknown): Written {
  if (cors === true || cors === "true") return { allowOrigins: ["*"] };
  return Object.fromEntries(
    Object.entries(cors as Written).map(([name, value]) => [name[0]!.toLowerCase() + name.slice(1), value]),
  );
}
