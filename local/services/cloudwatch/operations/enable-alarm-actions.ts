import type { EnableAlarmActionsInput } from "@aws-sdk/client-cloudwatch";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { enableActions } from "../alarm-change.ts";
import type { CloudWatch } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_EnableAlarmActions.html */
export function enableAlarmActions(
  input: Input<EnableAlarmActionsInput>,
  { state: { alarms } }: Call<CloudWatch>,
) {
  return enableActions(alarms, input.AlarmNames, true);
}
