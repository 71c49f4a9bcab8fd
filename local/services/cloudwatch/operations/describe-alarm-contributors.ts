import type { DescribeAlarmContributorsInput } from "@aws-sdk/client-cloudwatch";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { CloudWatch } from "../state.ts";
import { notFound, pageOf, seconds } from "../validation.ts";

const PAGE = 100;

/** Those in ALARM. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmContributors.html */
export function describeAlarmContributors(
  input: Input<DescribeAlarmContributorsInput>,
  { state: { alarms } }: Call<CloudWatch>,
): object {
  const alarm = alarms.find(input.AlarmName);
  if (!alarm) throw notFound(`Alarm ${input.AlarmName} does not exist.`);
  const contributors = alarm.type === "CompositeAlarm" ? [] : (alarm.contributors ?? []);
  const { items, NextToken } = pageOf(contributors, input.NextToken, PAGE);
  return {
    AlarmContributors: items.map(({ id, attributes, reason, since }) => ({
      ContributorId: id,
      ContributorAttributes: attributes,
      StateReason: reason,
      StateTransitionedTimestamp: seconds(since),
    })),
    ...(NextToken && { NextToken }),
  };
}
