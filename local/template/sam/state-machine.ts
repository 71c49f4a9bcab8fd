import type { TemplateResource } from "../template.ts";
import { alike, type Expansion, getAtt, given, type Written } from "./expansion.ts";
import { assumedBy, functionRole } from "./function-role.ts";

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-statemachine.html */
export function expandStateMachine(
  logicalId: string,
  resource: TemplateResource,
  expansion: Expansion,
): void {
  const { Properties = {}, ...rest } = resource;
  const { Definition, Type, Name, DefinitionUri } = Properties;
  expansion.add(logicalId, {
    ...rest,
    Type: "AWS::StepFunctions::StateMachine",
    Properties: {
      ...given(Properties, "DefinitionSubstitutions"),
      ...(Name !== undefined && { StateMachineName: Name }),
      ...(Type !== undefined && { StateMachineType: Type }),
      ...(Definition !== undefined && { Definition }),
      ...(DefinitionUri !== undefined && { DefinitionS3Location: DefinitionUri }),
      ...(Properties["Logging"] !== undefined && { LoggingConfiguration: Properties["Logging"] }),
      RoleArn: Properties["Role"] ?? getAtt(`${logicalId}Role`, "Arn"),
    },
  });
  if (Properties["Role"] !== undefined) return;
  const role = { AssumeRolePolicyDocument: assumedBy("states.amazonaws.com"), ...Properties } as Written;
  expansion.add(`${logicalId}Role`, {
    ...alike(resource),
    Type: "AWS::IAM::Role",
    Properties: functionRole(logicalId, role, []),
  });
}
