import type { CloudWatchClient, StateValue } from "@aws-sdk/client-cloudwatch";

/** An alarm as it is listed. */
export interface AlarmLine {
  readonly name: string;
  readonly type: "MetricAlarm" | "CompositeAlarm" | "LogAlarm";
  readonly state: string;
  readonly since: string | undefined;
  readonly reason: string;
  readonly arn: string;
  /** Of a composite alarm. */
  readonly rule?: string;
}

/** Every type of alarm; without them CloudWatch lists metric alarms alone. */
export const ALARM_TYPES = ["MetricAlarm", "CompositeAlarm", "LogAlarm"] as const;

/** Reads the alarms of an account. */
export async function readAlarms(
  client: CloudWatchClient,
  { state, prefix }: { readonly state?: string | undefined; readonly prefix?: string | undefined },
): Promise<AlarmLine[]> {
  const { paginateDescribeAlarms } = await import("@aws-sdk/client-cloudwatch");
  const pages = paginateDescribeAlarms(
    { client },
    {
      AlarmTypes: [...ALARM_TYPES],
      ...(state !== undefined && { StateValue: state as StateValue }),
      ...(prefix !== undefined && { AlarmNamePrefix: prefix }),
    },
  );
  const lines: AlarmLine[] = [];
  for await (const { MetricAlarms = [], CompositeAlarms = [], LogAlarms = [] } of pages)
    for (const [type, alarms] of [
      ["MetricAlarm", MetricAlarms],
      ["CompositeAlarm", CompositeAlarms],
      ["LogAlarm", LogAlarms],
    ] as const)
      for (const alarm of alarms)
        lines.push({
          name: alarm.AlarmName ?? "",
          type,
          state: alarm.StateValue ?? "",
          since: (alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp)?.toISOString(),
          reason: alarm.StateReason ?? "",
          arn: alarm.AlarmArn ?? "",
          ...("AlarmRule" in alarm && alarm.AlarmRule !== undefined && { rule: alarm.AlarmRule }),
        });
  return lines;
}
