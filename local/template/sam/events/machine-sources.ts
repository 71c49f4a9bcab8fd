import type { TemplateResource } from "../../template.ts";
import { type Expansion, getAtt, given, sub, type Written } from "../expansion.ts";
import { assumedBy } from "../function-role.ts";
import { IMPLICIT, routeOf } from "./api.ts";
import { addRule, patternSettings, scheduleSettings } from "./rule.ts";
import { addSchedule, policyOf } from "./schedule-v2.ts";

/** An event of a state machine. */
export interface MachineEvent {
  /** Logical ids of state machine and event, one behind the other. */
  readonly id: string;
  readonly machineId: string;
  readonly properties: Written;
  readonly rest: Partial<TemplateResource>;
  readonly expansion: Expansion;
}

const ACTION = "states:StartExecution";

/** The types of events that a state machine may have. https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-statemachine-statemachineeventsource.html */
export const MACHINE_SOURCES: Readonly<Record<string, (event: MachineEvent) => void>> = {
  Api: route,
  CloudWatchEvent: (event) => started(event, patternSettings(event.properties)),
  EventBridgeRule: (event) => started(event, patternSettings(event.properties)),
  Schedule: (event) => started(event, scheduleSettings(event.properties)),
  ScheduleV2: (event) =>
    addSchedule(
      { ...event, target: { Ref: event.machineId } },
      { action: ACTION, policy: "StartExecutionPolicy" },
    ),
};

function started(event: MachineEvent, settings: Written): void {
  const { id, machineId, properties } = event;
  const RoleArn = properties["RoleArn"] ?? roleFor(event, "events.amazonaws.com");
  addRule(event, settings, { Id: `${id}StepFunctionsTarget`, Arn: { Ref: machineId }, RoleArn });
}

function route(event: MachineEvent): void {
  const { machineId, properties, rest, expansion } = event;
  const input = `{"input": "$util.escapeJavaScript($input.json('$'))", "stateMachineArn": "\${${machineId}}"}`;
  const { apiId, ...where } = routeOf(properties, "RestApiId", IMPLICIT.rest);
  expansion.addRoute(apiId, {
    ...where,
    condition: rest.Condition,
    integration: {
      type: "aws",
      httpMethod: "POST",
      uri: sub("arn:${AWS::Partition}:apigateway:${AWS::Region}:states:action/StartExecution"),
      credentials: roleFor(event, "apigateway.amazonaws.com"),
      requestTemplates: { "application/json": sub(input) },
      responses: { 200: { statusCode: "200" }, 400: { statusCode: "400" } },
    },
    responses: { 200: { description: "OK" }, 400: { description: "Bad Request" } },
  });
}

/** A role that starts the state machine. @returns its ARN */
function roleFor({ id, machineId, properties, rest, expansion }: MachineEvent, service: string): Written {
  expansion.add(`${id}Role`, {
    ...rest,
    Type: "AWS::IAM::Role",
    Properties: {
      AssumeRolePolicyDocument: assumedBy(service),
      ...given(properties, "PermissionsBoundary"),
      Policies: [policyOf(`${id}RoleStartExecutionPolicy`, ACTION, { Ref: machineId })],
    },
  });
  return getAtt(`${id}Role`, "Arn");
}
