import type { PutPermissionRequest } from "@aws-sdk/client-eventbridge";
import { rootArnOf } from "#kernel/arn.ts";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { statementsOf } from "../bus-policy.ts";
import { invalidParameter } from "../errors.ts";
import { busName } from "../event-bus.ts";
import type { EventBridge } from "../state.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutPermission.html */
export function putPermission(
  input: Input<PutPermissionRequest>,
  { state: bridge }: Call<EventBridge>,
): void {
  const bus = bridge.bus(busName(input.EventBusName));
  if (input.Policy !== undefined) {
    bridge.saveBus({ ...bus, statements: statementsOf(input.Policy) });
    return;
  }
  const { Action, Principal, StatementId, Condition } = input;
  if (Action === undefined || Principal === undefined || StatementId === undefined)
    throw invalidParameter("Parameter Action, Principal and StatementId must be specified.");
  if (Action !== "events:PutEvents")
    throw invalidParameter("Provided value in parameter 'action' is not supported.");
  const { region } = bridge.place;
  const statement = {
    Sid: StatementId,
    Effect: "Allow",
    Principal: Principal === "*" ? "*" : { AWS: rootArnOf({ region }, Principal) },
    Action,
    Resource: bus.arn,
    ...(Condition && { Condition: { [Condition.Type]: { [Condition.Key]: Condition.Value } } }),
  };
  const others = bus.statements.filter(({ Sid }) => Sid !== StatementId);
  bridge.saveBus({ ...bus, statements: [...others, statement] });
}
