import { longDate } from "cumulog/semantics";
import type { Cloud } from "#kernel/cloud.ts";
import type { AlarmingContributor, AlarmRecord, AlarmStateRecord } from "./alarm.ts";
import { regionName } from "./region-name.ts";

/** What the messages of all alarms begin with. */
export function messageBeginning(
  { region, accountId }: Cloud,
  { name, arn, input, state, updated }: AlarmRecord,
  previous: AlarmStateRecord,
  reasonData?: unknown,
): object {
  return {
    AlarmName: name,
    AlarmDescription: input.AlarmDescription ?? null,
    AWSAccountId: accountId,
    AlarmConfigurationUpdatedTimestamp: longDate(updated),
    NewStateValue: state.value,
    NewStateReason: state.reason,
    ...(reasonData !== undefined && { NewStateReasonData: reasonData }),
    StateChangeTime: longDate(state.time),
    Region: regionName(region),
    AlarmArn: arn,
    OldStateValue: previous.value,
    OKActions: input.OKActions ?? [],
    AlarmActions: input.AlarmActions ?? [],
    InsufficientDataActions: input.InsufficientDataActions ?? [],
  };
}

/** Of an alarm that judges several on their own: the one that changed. */
export const contributorMembers = (contributor: AlarmingContributor | undefined): object =>
  contributor === undefined
    ? {}
    : { AlarmContributorId: contributor.id, AlarmContributorAttributes: contributor.attributes };
