import type { Call } from "#kernel/cloud.ts";
import type { CompositeAlarmInput } from "../alarm.ts";
import { putAlarm } from "../alarm-change.ts";
import { checkCompositeAlarm } from "../put-composite-alarm.ts";
import type { CloudWatch } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
export function putCompositeAlarm(input: CompositeAlarmInput, call: Call<CloudWatch>) {
  const {
    state: { alarms },
  } = call;
  checkCompositeAlarm(input, alarms);
  putAlarm(call, { type: "CompositeAlarm", input });
  return {};
}
