import type { TemplateResource } from "../template.ts";
import { alike, type Expansion, given, type Written } from "./expansion.ts";

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-functionurlconfig.html */
export function functionUrl(logicalId: string, resource: TemplateResource, expansion: Expansion): void {
  const properties = resource.Properties ?? {};
  const settings = properties["FunctionUrlConfig"] as Written | undefined;
  if (settings === undefined) return;
  const alias = expansion.names.get(`${logicalId}.Alias`);
  const target = { Ref: alias ?? logicalId };
  expansion.add(`${logicalId}Url`, {
    ...alike(resource),
    Type: "AWS::Lambda::Url",
    Properties: {
      ...given(settings, "AuthType", "Cors", "InvokeMode"),
      TargetFunctionArn: target,
    },
  });
  if (settings["AuthType"] !== "NONE") return;
  expansion.add(`${logicalId}UrlPublicPermissions`, {
    ...alike(resource),
    Type: "AWS::Lambda::Permission",
    Properties: {
      Action: "lambda:InvokeFunctionUrl",
      FunctionName: target,
      FunctionUrlAuthType: "NONE",
      Principal: "*",
    },
  });
  expansion.add(`${logicalId}URLInvokeAllowPublicAccess`, {
    ...alike(resource),
    Type: "AWS::Lambda::Permission",
    Properties: {
      Action: "lambda:InvokeFunction",
      FunctionName: target,
      InvokedViaFunctionUrl: true,
      Principal: "*",
    },
  });
}
