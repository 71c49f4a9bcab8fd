import type { Call } from "#kernel/cloud.ts";
import type { MetricAlarmInput } from "../alarm.ts";
import { putAlarm } from "../alarm-change.ts";
import { checkMetricAlarm } from "../put-metric-alarm.ts";
import type { CloudWatch } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export function putMetricAlarm(input: MetricAlarmInput, call: Call<CloudWatch>) {
  checkMetricAlarm(input);
  putAlarm(call, { type: "MetricAlarm", input });
  return {};
}
