import type { AlarmState } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import { isJson } from "#kernel/json-text.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { CloudWatch } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_SetAlarmState.html */
export function setAlarmState(
  input: {
    AlarmName: string;
    StateValue: AlarmState;
    StateReason: string;
    StateReasonData?: string;
  },
  { state: { alarms, engine } }: Call<CloudWatch>,
) {
  const alarm = alarms.find(input.AlarmName);
  if (!alarm)
    throw new ServiceError("ResourceNotFound", `Alarm ${input.AlarmName} does not exist.`, {
      statusCode: 404,
    });
  if (input.StateReasonData !== undefined && !isJson(input.StateReasonData))
    throw new ServiceError("InvalidFormatFault", "StateReasonData is not valid JSON.");
  engine.changeState(alarm, {
    value: input.StateValue,
    reason: input.StateReason,
    reasonData: input.StateReasonData,
  });
  return {};
}
