import type { AlarmState } from "cumulog/semantics";
import {
  ALARM_STATE_REASON_DATA_MAX_LENGTH,
  ALARM_STATE_REASON_MAX_LENGTH,
  referencedAlarms,
} from "cumulog/semantics";
import type { Cloud, Operations } from "../../kernel/cloud.ts";
import type { Members } from "../../kernel/input-shape.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import {
  type AlarmRecord,
  type CompositeAlarmInput,
  INITIAL_REASON,
  type MetricAlarmInput,
} from "./alarm.ts";
import type { AlarmDirectory } from "./alarm-directory.ts";
import type { AlarmEngine } from "./alarm-engine.ts";
import { describeAlarm } from "./describe-alarm.ts";
import { checkCompositeAlarm } from "./put-composite-alarm.ts";
import { checkMetricAlarm } from "./put-metric-alarm.ts";
import { checkMembers, validationError } from "./validation.ts";

interface AlarmNames {
  readonly AlarmNames: readonly string[];
}

const ALARM_NAMES: Members = {
  AlarmNames: {
    type: "list",
    maximum: 100,
    required: true,
    of: { type: "string", minimum: 1, maximum: 255 },
  },
};

/** In the order in which the service names them. */
const STATES = ["INSUFFICIENT_DATA", "ALARM", "OK"] as const;

/** Creating, changing, deleting alarms and setting their state. */
export function alarmOperations(cloud: Cloud, alarms: AlarmDirectory, engine: AlarmEngine): Operations {
  const note = (alarm: AlarmRecord, summary: string, type: "Create" | "Update" | "Delete"): void => {
    const member = { Create: "createdAlarm", Update: "updatedAlarm", Delete: "deletedAlarm" }[type];
    alarms.note({
      alarmName: alarm.name,
      alarmType: alarm.type,
      time: cloud.clock.now(),
      type: "ConfigurationUpdate",
      summary,
      data: JSON.stringify({ version: "1.0", type, [member]: describeAlarm(alarm) }),
    });
    const change = ({ Create: "created", Update: "updated", Delete: "deleted" } as const)[type];
    const resource = alarm.type === "MetricAlarm" ? "Alarm" : "CompositeAlarm";
    cloud.events.emit("resource", { type: `AWS::CloudWatch::${resource}`, name: alarm.name, change });
  };
  const put = (
    kind:
      | { readonly type: "MetricAlarm"; readonly input: MetricAlarmInput }
      | { readonly type: "CompositeAlarm"; readonly input: CompositeAlarmInput },
  ): void => {
    const { AlarmName: name, ActionsEnabled = true, Tags = [] } = kind.input;
    const present = alarms.find(name);
    if (present && present.type !== kind.type)
      throw validationError(`The alarm ${name} exists as a ${present.type}: its type cannot be changed.`);
    const now = cloud.clock.now();
    const alarm: AlarmRecord = {
      ...(present ?? {
        arn: `arn:aws:cloudwatch:${cloud.region}:${cloud.accountId}:alarm:${name}`,
        name,
        tags: Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])),
        state: { value: "INSUFFICIENT_DATA" as const, reason: INITIAL_REASON, time: now },
      }),
      ...kind,
      updated: now,
      actionsEnabled: ActionsEnabled,
    };
    alarms.save(alarm);
    note(alarm, `Alarm "${name}" ${present ? "updated" : "created"}`, present ? "Update" : "Create");
    engine.watch(alarm);
  };
  const enable = (input: AlarmNames, actionsEnabled: boolean): object => {
    checkMembers(input, ALARM_NAMES);
    for (const name of input.AlarmNames) {
      const alarm = alarms.find(name);
      if (alarm) alarms.save({ ...alarm, actionsEnabled });
    }
    return {};
  };
  return {
    PutMetricAlarm(input: MetricAlarmInput) {
      checkMetricAlarm(input);
      put({ type: "MetricAlarm", input });
      return {};
    },

    PutCompositeAlarm(input: CompositeAlarmInput) {
      checkCompositeAlarm(input, alarms);
      put({ type: "CompositeAlarm", input });
      return {};
    },

    DeleteAlarms(input: AlarmNames) {
      checkMembers(input, ALARM_NAMES);
      const { AlarmNames } = input;
      const found = [...new Set(AlarmNames)].flatMap((name) => alarms.find(name) ?? []);
      // A name that is unknown is no error, but then nothing is deleted.
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAlarms.html
      if (AlarmNames.some((name) => !alarms.find(name))) return {};
      checkUnused(found, alarms);
      if (found.length > 1 && found.some(({ type }) => type === "CompositeAlarm"))
        throw validationError("A composite alarm must be the only one that a call deletes.");
      for (const alarm of found) {
        alarms.remove(alarm.name);
        note(alarm, `Alarm "${alarm.name}" deleted`, "Delete");
      }
      return {};
    },

    EnableAlarmActions: (input: AlarmNames) => enable(input, true),
    DisableAlarmActions: (input: AlarmNames) => enable(input, false),

    SetAlarmState(input: {
      AlarmName: string;
      StateValue: AlarmState;
      StateReason: string;
      StateReasonData?: string;
    }) {
      checkMembers(input, {
        AlarmName: { type: "string", minimum: 1, maximum: 255, required: true },
        StateValue: { type: "string", values: STATES, required: true },
        StateReason: { type: "string", maximum: ALARM_STATE_REASON_MAX_LENGTH, required: true },
        StateReasonData: { type: "string", maximum: ALARM_STATE_REASON_DATA_MAX_LENGTH },
      });
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
    },
  };
}

/** @throws ServiceError when a composite alarm that stays reads one of the alarms */
function checkUnused(going: readonly AlarmRecord[], alarms: AlarmDirectory): void {
  const names = new Set(going.map(({ name }) => name));
  const needed = alarms.all().flatMap((alarm) => {
    if (alarm.type !== "CompositeAlarm" || names.has(alarm.name)) return [];
    const { AlarmRule, ActionsSuppressor } = alarm.input;
    const read = [...referencedAlarms(AlarmRule), ...(ActionsSuppressor ? [ActionsSuppressor] : [])];
    return read.flatMap((name) => alarms.refer(name)?.name ?? []).filter((name) => names.has(name));
  });
  if (needed.length > 0)
    throw validationError(
      `Cannot delete ${[...new Set(needed)].join(",")} as there are composite alarm(s) depending on them.`,
    );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
