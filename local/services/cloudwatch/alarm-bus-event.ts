import { longDate } from "cumulog/semantics";
import type { Cloud } from "../../kernel/cloud.ts";
import type { AlarmingContributor, AlarmRecord, AlarmStateRecord } from "./alarm.ts";
import { configurationOf, detailOf } from "./alarm-event.ts";
import type { AlarmMute } from "./mute-rules.ts";

/** What an alarm tells the event bus. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html */
interface AlarmChange {
  readonly previous: AlarmStateRecord;
  readonly contributor?: AlarmingContributor | undefined;
  readonly mute: AlarmMute | undefined;
}

/** Tells the event bus that an alarm, or one of its contributors, changed its state. */
export function tellStateChange(
  cloud: Cloud,
  alarm: AlarmRecord,
  { previous, contributor, mute }: AlarmChange,
): void {
  tell(cloud, alarm, {
    detailType: contributor ? "CloudWatch Alarm Contributor State Change" : "CloudWatch Alarm State Change",
    time: alarm.state.time,
    detail: () => ({
      ...detailOf(alarm, previous, contributor),
      ...(mute && {
        muteDetail: {
          mutedByArn: mute.rule.arn,
          muteWindowStart: longDate(mute.window.start),
          muteWindowEnd: longDate(mute.window.end),
        },
      }),
    }),
  });
}

/** Tells the event bus that an alarm was made, changed or deleted. */
export function tellConfigurationChange(
  cloud: Cloud,
  alarm: AlarmRecord,
  operation: "create" | "update" | "delete",
  former: AlarmRecord | undefined,
): void {
  tell(cloud, alarm, {
    detailType: "CloudWatch Alarm Configuration Change",
    time: cloud.clock.now(),
    detail: () => ({
      alarmName: alarm.name,
      operation,
      state: { value: alarm.state.value, timestamp: longDate(alarm.state.time) },
      configuration: wholeConfigurationOf(alarm),
      ...(former && { previousConfiguration: wholeConfigurationOf(former) }),
    }),
  });
}

function tell(
  cloud: Cloud,
  { arn }: AlarmRecord,
  event: { readonly detailType: string; readonly time: number; readonly detail: () => object },
): void {
  cloud.events.emit("service-event", { source: "aws.cloudwatch", resources: [arn], ...event });
}

function wholeConfigurationOf(alarm: AlarmRecord): object {
  const { input } = alarm;
  return {
    ...(alarm.type === "MetricAlarm" && {
      evaluationPeriods: alarm.input.EvaluationPeriods,
      threshold: alarm.input.Threshold,
      comparisonOperator: alarm.input.ComparisonOperator,
      treatMissingData: alarm.input.TreatMissingData ?? "missing",
    }),
    ...configurationOf(alarm),
    alarmName: alarm.name,
    actionsEnabled: alarm.actionsEnabled,
    timestamp: longDate(alarm.updated),
    okActions: input.OKActions ?? [],
    alarmActions: input.AlarmActions ?? [],
    insufficientDataActions: input.InsufficientDataActions ?? [],
  };
}
