import type { Call } from "#kernel/cloud.ts";
import type { MetricAlarmInput } from "../alarm.ts";
import { describeAlarm } from "../describe-alarm.ts";
import type { CloudWatch } from "../state.ts";
import { type Dimension, readDimensions } from "../validation.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmsForMetric.html */
export function describeAlarmsForMetric(
  input: Pick<
    MetricAlarmInput,
    "MetricName" | "Namespace" | "Statistic" | "ExtendedStatistic" | "Period" | "Unit"
  > & {
    Dimensions?: Dimension[];
  },
  { state: { alarms } }: Call<CloudWatch>,
) {
  const wanted = JSON.stringify(Object.entries(readDimensions(input.Dimensions)).sort());
  const matching = alarms.all().filter((alarm) => {
    if (alarm.type !== "MetricAlarm") return false;
    const own = alarm.input;
    if (own.Namespace !== input.Namespace || own.MetricName !== input.MetricName) return false;
    const optional = (["Statistic", "ExtendedStatistic", "Period", "Unit"] as const).every((name) => {
      return input[name] === undefined || own[name] === input[name];
    });
    return optional && JSON.stringify(Object.entries(readDimensions(own.Dimensions)).sort()) === wanted;
  });
  return { MetricAlarms: matching.map(describeAlarm) };
}
