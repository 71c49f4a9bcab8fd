import type { TemplateResource } from "../template.ts";
import { withRoutes } from "./api-definition.ts";
import { digestOf } from "./digest.ts";
import { stageId } from "./events/api.ts";
import { alike, type Expansion, given, tagList, type Written } from "./expansion.ts";

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-api.html */
export function expandRestApi(logicalId: string, resource: TemplateResource, expansion: Expansion): void {
  const { Properties = {}, ...rest } = resource;
  const definition = (Properties["DefinitionBody"] ?? {
    swagger: "2.0",
    info: { title: Properties["Name"] ?? { Ref: "AWS::StackName" }, version: "1.0" },
  }) as Written;
  const Body = withRoutes(definition, expansion.routes.get(logicalId) ?? []);
  expansion.add(logicalId, {
    ...rest,
    Type: "AWS::ApiGateway::RestApi",
    Properties: {
      ...given(
        Properties,
        "BinaryMediaTypes",
        "Description",
        "DisableExecuteApiEndpoint",
        "MinimumCompressionSize",
        "Name",
        "Policy",
      ),
      Body,
    },
  });
  const deployment = `${logicalId}Deployment${digestOf(Body)}`;
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
        "CanarySetting",
        "MethodSettings",
        "TracingEnabled",
        "Variables",
      ),
      ...(Properties["Tags"] !== undefined && { Tags: tagList(Properties["Tags"]) }),
    },
  });
  expansion.names.set(`${logicalId}.Stage`, generated);
  expansion.names.set(`${logicalId}.Deployment`, deployment);
}
