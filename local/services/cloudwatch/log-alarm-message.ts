import { propagatedTags, SNS_MESSAGE_MAX_BYTES, utf8Length } from "cumulog/semantics";
import type { Cloud } from "../../kernel/cloud.ts";
import type { AlarmingContributor, AlarmStateRecord, LogAlarm } from "./alarm.ts";
import { contributorMembers, messageBeginning } from "./alarm-message-members.ts";

/** Left for the envelope of an e-mail. */
const RESERVED_BYTES = 4_096;

/**
 * The flat document that CloudWatch publishes when a log alarm or one of its contributors changes its state.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html#alarm-sns-schema
 */
export function logNotificationOf(
  cloud: Cloud,
  alarm: LogAlarm,
  previous: AlarmStateRecord,
  contributor: AlarmingContributor | undefined,
): object {
  const { input, state } = alarm;
  const { LogGroupIdentifiers = [], QueryString, AggregationExpression } = input.ScheduledQueryConfiguration;
  const reasonData: unknown =
    contributor === undefined && state.reasonData !== undefined ? JSON.parse(state.reasonData) : undefined;
  const tags = propagatedTags(alarm.tags, input.ActionConfiguration?.AlarmTagsPropagation);
  return {
    ...messageBeginning(cloud, alarm, previous, reasonData),
    LogGroups: LogGroupIdentifiers,
    QueryString,
    AggregationExpression,
    QueryExecutionId: alarm.runs.at(-1)?.queryId ?? "",
    AlarmTags: tags ?? [],
    ...(tags && { AlarmTagsStatus: "SUCCESS" }),
    ...contributorMembers(contributor),
  };
}

/**
 * The same for e-mail, with the lines of the latest run, as many as fit. How AWS calls that member is not documented.
 * Undefined when the alarm has none.
 */
export function emailOf(_cloud: Cloud, { lines }: LogAlarm, notification: object): string | undefined {
  if (lines.length === 0) return undefined;
  for (let count = lines.length; count > 0; count -= 1) {
    const text = JSON.stringify({ ...notification, LogLines: lines.slice(0, count) });
    if (2 * utf8Length(text) + RESERVED_BYTES <= SNS_MESSAGE_MAX_BYTES) return text;
  }
  return undefined;
}
