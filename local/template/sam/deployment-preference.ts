import type { TemplateResource } from "../template.ts";
import { alike, type Expansion, getAtt, sub, type Written } from "./expansion.ts";
import { assumedBy } from "./function-role.ts";

const APPLICATION = "ServerlessDeploymentApplication";
const ROLE = "CodeDeployServiceRole";
const ANY_CONDITION = "ServerlessCodeDeployCondition";

/** Types of deployments that CodeDeploy has; all others are configurations of one's own. */
const PREDEFINED = /^(Canary|Linear|AllAtOnce)/;

/**
 * The group of CodeDeploy that moves the alias of a function.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-deploymentpreference.html
 *
 * @returns the policy of the alias; undefined when nothing moves it
 */
export function deploymentPreference(
  logicalId: string,
  resource: TemplateResource,
  expansion: Expansion,
): Written | undefined {
  const preference = expansion.resolved(resource.Properties?.["DeploymentPreference"]) as Written | undefined;
  if (!preference || String(preference["Enabled"] ?? true) === "false") return undefined;
  const { Type, Alarms, Hooks, Role, TriggerConfigurations } = preference;
  const alarms = Array.isArray(Alarms) ? (Alarms as unknown[]) : [];
  expansion.add(`${logicalId}DeploymentGroup`, {
    ...alike(resource),
    Type: "AWS::CodeDeploy::DeploymentGroup",
    Properties: {
      ...(alarms.length > 0 && {
        AlarmConfiguration: { Enabled: true, Alarms: alarms.map((Name) => ({ Name })) },
      }),
      ApplicationName: { Ref: APPLICATION },
      AutoRollbackConfiguration: {
        Enabled: true,
        Events: ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"],
      },
      DeploymentConfigName: configuration(Type),
      DeploymentStyle: { DeploymentType: "BLUE_GREEN", DeploymentOption: "WITH_TRAFFIC_CONTROL" },
      ServiceRoleArn: Role ?? getAtt(ROLE, "Arn"),
      ...(TriggerConfigurations !== undefined && { TriggerConfigurations }),
    },
  });
  expansion.deployments.push({ ownRole: Role !== undefined, condition: resource.Condition });
  const { PreTraffic, PostTraffic } = (Hooks ?? {}) as Written;
  return {
    CodeDeployLambdaAliasUpdate: {
      ApplicationName: { Ref: APPLICATION },
      DeploymentGroupName: { Ref: `${logicalId}DeploymentGroup` },
      ...(PreTraffic !== undefined && { BeforeAllowTrafficHook: PreTraffic }),
      ...(PostTraffic !== undefined && { AfterAllowTrafficHook: PostTraffic }),
    },
  };
}

/** What all deployment groups of a template share. */
export function sharedDeployment(expansion: Expansion): void {
  const { deployments } = expansion;
  if (deployments.length === 0) return;
  const rest = conditionOf(expansion);
  expansion.add(APPLICATION, {
    ...rest,
    Type: "AWS::CodeDeploy::Application",
    Properties: { ComputePlatform: "Lambda" },
  });
  if (deployments.every(({ ownRole }) => ownRole)) return;
  expansion.add(ROLE, {
    ...rest,
    Type: "AWS::IAM::Role",
    Properties: {
      AssumeRolePolicyDocument: assumedBy("codedeploy.amazonaws.com"),
      ManagedPolicyArns: [
        sub("arn:${AWS::Partition}:iam::aws:policy/service-role/AWSCodeDeployRoleForLambda"),
      ],
    },
  });
}

/** It is there when one of the groups is. */
function conditionOf({ deployments, conditions }: Expansion): { readonly Condition?: string } {
  const all = [...new Set(deployments.map(({ condition }) => condition))];
  const names = all.filter((name) => name !== undefined);
  if (names.length < all.length) return {};
  if (names.length === 1) return { Condition: names[0]! };
  conditions[ANY_CONDITION] = { "Fn::Or": names.sort().map((Condition) => ({ Condition })) };
  return { Condition: ANY_CONDITION };
}

function configuration(type: unknown): unknown {
  if (typeof type === "string" && !PREDEFINED.test(type)) return type;
  return sub("CodeDeployDefault.Lambda${ConfigName}", { ConfigName: type });
}
