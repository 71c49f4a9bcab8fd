import type { DeleteAlarmsInput } from "@aws-sdk/client-cloudwatch";
import { referencedAlarms } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { AlarmRecord } from "../alarm.ts";
import { noteChange } from "../alarm-change.ts";
import type { AlarmDirectory } from "../alarm-directory.ts";
import { deleteManagedQuery } from "../managed-query.ts";
import type { CloudWatch } from "../state.ts";
import { validationError } from "../validation.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAlarms.html */
export async function deleteAlarms(input: Input<DeleteAlarmsInput>, call: Call<CloudWatch>) {
  const {
    state: { alarms },
  } = call;
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
    noteChange(call, alarm, "Delete");
    if (alarm.type === "LogAlarm") await deleteManagedQuery(call.cloud, alarm);
  }
  return {};
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
