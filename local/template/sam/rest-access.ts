import type { TemplateResource } from "../template.ts";
import { alike, type Expansion, given, sub, type Written } from "./expansion.ts";

const AUTHORIZERS =
  "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}/authorizers/*";

/**
 * What an API's property `Auth` makes beside its definition: permissions of authorizers' functions, and usage plans with their
 * keys. Who may call is not asked here.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-apiauth.html
 *
 * @param stage logical id of the API's stage
 */
export function restAccess(
  logicalId: string,
  resource: TemplateResource,
  stage: string,
  expansion: Expansion,
): void {
  const { Authorizers = {}, UsagePlan } = (resource.Properties?.["Auth"] ?? {}) as Record<string, Written>;
  for (const [name, authorizer] of Object.entries((Authorizers ?? {}) as Record<string, Written | null>))
    if (authorizer?.["FunctionArn"] !== undefined && authorizer["FunctionInvokeRole"] === undefined)
      expansion.add(`${logicalId}${name}AuthorizerPermission`, {
        ...alike(resource),
        Type: "AWS::Lambda::Permission",
        Properties: {
          Action: "lambda:InvokeFunction",
          FunctionName: authorizer["FunctionArn"],
          Principal: "apigateway.amazonaws.com",
          SourceArn: sub(AUTHORIZERS, { __ApiId__: { Ref: logicalId } }),
        },
      });
  if (UsagePlan) usagePlan(UsagePlan, logicalId, resource, stage, expansion);
}

function usagePlan(
  plan: Written,
  logicalId: string,
  resource: TemplateResource,
  stage: string,
  expansion: Expansion,
): void {
  if (plan["CreateUsagePlan"] === "NONE") return;
  const shared = plan["CreateUsagePlan"] === "SHARED";
  const prefix = shared ? "Serverless" : logicalId;
  const former = (id: string, member: string) =>
    (expansion.resources[id]?.Properties?.[member] ?? []) as readonly Written[];
  const [planId, keyId] = [`${prefix}UsagePlan`, `${prefix}ApiKey`];
  expansion.add(planId, {
    ...alike(resource),
    DependsOn: logicalId,
    Type: "AWS::ApiGateway::UsagePlan",
    Properties: {
      ...given(plan, "Description", "Quota", "Tags", "Throttle", "UsagePlanName"),
      ApiStages: [...former(planId, "ApiStages"), { ApiId: { Ref: logicalId }, Stage: { Ref: stage } }],
    },
  });
  expansion.add(keyId, {
    ...alike(resource),
    DependsOn: planId,
    Type: "AWS::ApiGateway::ApiKey",
    Properties: {
      Enabled: true,
      StageKeys: [
        ...former(keyId, "StageKeys"),
        { RestApiId: { Ref: logicalId }, StageName: { Ref: stage } },
      ],
    },
  });
  expansion.add(`${prefix}UsagePlanKey`, {
    ...alike(resource),
    DependsOn: keyId,
    Type: "AWS::ApiGateway::UsagePlanKey",
    Properties: { KeyId: { Ref: keyId }, KeyType: "API_KEY", UsagePlanId: { Ref: planId } },
  });
}
