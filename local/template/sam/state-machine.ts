import type { TemplateResource } from "../template.ts";
import { TemplateError } from "../template-error.ts";
import { MACHINE_SOURCES } from "./events/machine-sources.ts";
import {
  alike,
  attributesOf,
  type Expansion,
  getAtt,
  given,
  locationOf,
  tagList,
  type Written,
} from "./expansion.ts";
import { assumedBy, policiesOf } from "./function-role.ts";

const CREATED_BY = { Key: "stateMachine:createdBy", Value: "SAM" };

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-statemachine.html */
export function expandStateMachine(
  logicalId: string,
  resource: TemplateResource,
  expansion: Expansion,
): void {
  const properties = resource.Properties ?? {};
  const { Definition, DefinitionUri, Logging, Name, Role, Tags, Tracing, Type } = properties;
  expansion.add(logicalId, {
    ...attributesOf(resource),
    Type: "AWS::StepFunctions::StateMachine",
    Properties: {
      ...given(properties, "DefinitionSubstitutions"),
      ...(Name !== undefined && { StateMachineName: Name }),
      ...(Type !== undefined && { StateMachineType: Type }),
      ...(Definition !== undefined && { Definition }),
      ...(DefinitionUri !== undefined && { DefinitionS3Location: locationOf(DefinitionUri) }),
      ...(Logging !== undefined && { LoggingConfiguration: Logging }),
      ...(Tracing !== undefined && { TracingConfiguration: Tracing }),
      RoleArn: Role ?? getAtt(`${logicalId}Role`, "Arn"),
      Tags: tagList(Tags, CREATED_BY),
    },
  });
  publish(logicalId, resource, expansion);
  for (const [eventId, event] of Object.entries(
    (properties["Events"] ?? {}) as Record<string, Written | null>,
  )) {
    const type = String(event?.["Type"]);
    if (!Object.hasOwn(MACHINE_SOURCES, type))
      throw new TemplateError(
        `Resources.${logicalId}.Properties.Events.${eventId}: the local cloud does not know events of the type ${type}.`,
      );
    MACHINE_SOURCES[type]!({
      id: `${logicalId}${eventId}`,
      machineId: logicalId,
      properties: (event?.["Properties"] ?? {}) as Written,
      rest: alike(resource),
      expansion,
    });
  }
  if (Role !== undefined) return;
  const { Enabled } = (Tracing ?? {}) as Written;
  const managed = String(Enabled ?? false) === "true" ? ["AWSXrayWriteOnlyAccess"] : [];
  expansion.add(`${logicalId}Role`, {
    ...alike(resource),
    Type: "AWS::IAM::Role",
    Properties: {
      AssumeRolePolicyDocument: assumedBy("states.amazonaws.com"),
      ...policiesOf(logicalId, properties, { first: managed }),
      ...given(properties, "PermissionsBoundary"),
      ...(properties["RolePath"] !== undefined && { Path: properties["RolePath"] }),
      Tags: tagList(Tags, CREATED_BY),
    },
  });
}

/** Version and alias, if the state machine asks for them. */
function publish(logicalId: string, resource: TemplateResource, expansion: Expansion): void {
  const properties = resource.Properties ?? {};
  const Name = expansion.resolved(properties["AutoPublishAlias"]);
  if (Name === undefined) return;
  expansion.add(`${logicalId}Version`, {
    DeletionPolicy: "Retain",
    UpdateReplacePolicy: "Retain",
    ...alike(resource),
    Type: "AWS::StepFunctions::StateMachineVersion",
    Properties: {
      StateMachineArn: { Ref: logicalId },
      StateMachineRevisionId: getAtt(logicalId, "StateMachineRevisionId"),
    },
  });
  const preference = (properties["DeploymentPreference"] ?? { Type: "ALL_AT_ONCE" }) as Written;
  expansion.add(`${logicalId}Alias${Name}`, {
    ...alike(resource),
    Type: "AWS::StepFunctions::StateMachineAlias",
    Properties: {
      Name,
      DeploymentPreference: { ...preference, StateMachineVersionArn: { Ref: `${logicalId}Version` } },
    },
  });
}
