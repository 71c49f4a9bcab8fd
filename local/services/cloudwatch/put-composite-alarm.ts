import { AlarmRuleSyntaxError, referencedAlarms } from "cumulog/semantics";
import type { CompositeAlarmInput } from "./alarm.ts";
import type { AlarmDirectory } from "./alarm-directory.ts";
import { missing, validationError } from "./validation.ts";

/**
 * The rules of PutCompositeAlarm.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 *
 * @throws ServiceError
 */
export function checkCompositeAlarm(input: CompositeAlarmInput, alarms: AlarmDirectory): void {
  const names = readRule(input.AlarmRule);
  const unknown = names.filter((name) => !alarms.refer(name) && nameOf(name) !== input.AlarmName);
  if (unknown.length > 0)
    throw validationError(
      `Could not save the composite alarm as alarms [${unknown.join(", ")}] in the alarm rule do not exist`,
    );
  if (reaches(input.AlarmName, names, alarms))
    throw validationError("Alarm rule is invalid: the composite alarm depends on itself.");
  if (!input.ActionsSuppressor) return;
  if (input.ActionsSuppressorWaitPeriod === undefined) throw missing("ActionsSuppressorWaitPeriod");
  if (input.ActionsSuppressorExtensionPeriod === undefined) throw missing("ActionsSuppressorExtensionPeriod");
  if (!alarms.refer(input.ActionsSuppressor))
    throw validationError(`The alarm ${input.ActionsSuppressor} in ActionsSuppressor does not exist`);
}

function readRule(rule: string): string[] {
  try {
    return referencedAlarms(rule);
  } catch (error) {
    if (error instanceof AlarmRuleSyntaxError)
      throw validationError(`Failed to parse AlarmRule: ${error.message}`);
    throw error;
  }
}

/** Whether an alarm is among the children, or theirs. */
function reaches(name: string, children: readonly string[], alarms: AlarmDirectory): boolean {
  const seen = new Set<string>();
  const visit = (child: string): boolean => {
    const childName = nameOf(child);
    if (childName === name) return true;
    if (seen.has(childName)) return false;
    seen.add(childName);
    const alarm = alarms.find(childName);
    return alarm?.type === "CompositeAlarm" && referencedAlarms(alarm.input.AlarmRule).some(visit);
  };
  return children.some(visit);
}

function nameOf(nameOrArn: string): string {
  return /:alarm:(.+)$/.exec(nameOrArn)?.[1] ?? nameOrArn;
}
