import { type LogAlarmInput, resetsLogAlarm } from "cumulog/semantics";
import { arnOf } from "../../kernel/arn.ts";
import type { Call } from "../../kernel/cloud.ts";
import { tagRecord } from "../../kernel/tags.ts";
import {
  type AlarmRecord,
  type CompositeAlarmInput,
  INITIAL_REASON,
  type MetricAlarmInput,
} from "./alarm.ts";
import { tellConfigurationChange } from "./alarm-bus-event.ts";
import type { AlarmDirectory } from "./alarm-directory.ts";
import { describeAlarm } from "./describe-alarm.ts";
import type { CloudWatch } from "./state.ts";
import { validationError } from "./validation.ts";

type AlarmKind =
  | { readonly type: "MetricAlarm"; readonly input: MetricAlarmInput }
  | { readonly type: "CompositeAlarm"; readonly input: CompositeAlarmInput }
  | { readonly type: "LogAlarm"; readonly input: LogAlarmInput };

const CHANGES = {
  Create: { member: "createdAlarm", change: "created" },
  Update: { member: "updatedAlarm", change: "updated" },
  Delete: { member: "deletedAlarm", change: "deleted" },
} as const;

/** Keeps an alarm as it is now, and starts to evaluate it. */
export function putAlarm(call: Call<CloudWatch>, kind: AlarmKind): void {
  const { cloud } = call;
  const { alarms, engine } = call.state;
  const { AlarmName: name, ActionsEnabled = true, Tags = [] } = kind.input;
  const present = alarms.find(name);
  if (present && present.type !== kind.type)
    throw validationError(`The alarm ${name} exists as a ${present.type}: its type cannot be changed.`);
  checkTagsPropagation(kind.input);
  const now = cloud.clock.now();
  const warmsUp = "WarmUpConfiguration" in kind.input;
  const alarm = {
    ...(present ?? {
      ...(!warmsUp && { isWarmedUp: true }),
      ...(kind.type === "LogAlarm" && NEW_LOG_ALARM),
      created: now,
      arn: arnOf(cloud, "cloudwatch", `alarm:${name}`),
      name,
      tags: tagRecord(Tags),
      state: { value: "INSUFFICIENT_DATA" as const, reason: INITIAL_REASON, time: now },
    }),
    ...kind,
    updated: now,
    actionsEnabled: ActionsEnabled,
  } as AlarmRecord;
  alarms.save(alarm);
  noteChange(call, alarm, present ? "Update" : "Create", present);
  if (
    present?.type === "LogAlarm" &&
    alarm.type === "LogAlarm" &&
    resetsLogAlarm(present.input, alarm.input)
  ) {
    alarms.save({ ...alarm, ...NEW_LOG_ALARM });
    engine.changeState({ ...alarm, ...NEW_LOG_ALARM }, { value: "INSUFFICIENT_DATA", reason: RESET_REASON });
  }
  engine.watch(alarms.find(name) ?? alarm);
}

/** @throws ServiceError */
function checkTagsPropagation({ ActionConfiguration }: AlarmKind["input"]): void {
  const { IncludedTagKeys, ExcludedTagKeys } = ActionConfiguration?.AlarmTagsPropagation ?? {};
  if (IncludedTagKeys && ExcludedTagKeys)
    throw validationError("IncludedTagKeys and ExcludedTagKeys cannot be specified together.");
}

const NEW_LOG_ALARM = { runs: [], contributors: [], lines: [] } as const;
const RESET_REASON = "Insufficient Data: the alarm's query has changed.";
const OPERATIONS = { Create: "create", Update: "update", Delete: "delete" } as const;
const RESOURCES = { MetricAlarm: "Alarm", CompositeAlarm: "CompositeAlarm", LogAlarm: "LogAlarm" } as const;

/** Writes an alarm's change into its history, and tells whoever watches the cloud. */
export function noteChange(
  { cloud, state: { alarms } }: Call<CloudWatch>,
  alarm: AlarmRecord,
  type: keyof typeof CHANGES,
  former?: AlarmRecord,
): void {
  const { member, change } = CHANGES[type];
  alarms.note({
    alarmName: alarm.name,
    alarmType: alarm.type,
    time: cloud.clock.now(),
    type: "ConfigurationUpdate",
    summary: `Alarm "${alarm.name}" ${change}`,
    data: JSON.stringify({ version: "1.0", type, [member]: describeAlarm(alarm) }),
  });
  tellConfigurationChange(cloud, alarm, OPERATIONS[type], former);
  const resource = RESOURCES[alarm.type];
  cloud.events.emit("resource", { type: `AWS::CloudWatch::${resource}`, name: alarm.name, change });
}

export function enableActions(
  alarms: AlarmDirectory,
  names: readonly string[],
  actionsEnabled: boolean,
): void {
  for (const name of names) {
    const alarm = alarms.find(name);
    if (alarm) alarms.save({ ...alarm, actionsEnabled });
  }
}
