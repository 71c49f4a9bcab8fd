import { checkNaming, checkObject, checkText } from "../alarm/checks.ts";
import { ValidationError } from "../alarm/validation-error.ts";
import { MUTE_RULE_MAX_DURATION_MS, MUTE_RULE_MAX_TARGETS } from "../limits.ts";
import { isTimeZone } from "../schedule/time-zone.ts";
import { parseIsoDuration } from "./iso-duration.ts";
import { parseMuteExpression, timeOfMoment } from "./mute-windows.ts";
import type { MuteRuleInput, MuteSchedule } from "./types.ts";

const MINUTE = 60_000;

/**
 * The rules of PutAlarmMuteRule.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutAlarmMuteRule.html
 *
 * @throws ValidationError
 */
export function validateMuteRule(input: MuteRuleInput): void {
  checkObject(input, "PutAlarmMuteRule");
  checkNaming(input.Name, "Name", input.Description, "Description");
  checkSchedule(checkObject(checkObject(input.Rule, "Rule").Schedule, "Rule.Schedule"));
  if (input.MuteTargets !== undefined) checkTargets(checkObject(input.MuteTargets, "MuteTargets").AlarmNames);
  const [start, end] = (["StartDate", "ExpireDate"] as const).map((member) => {
    const moment = input[member];
    if (moment === undefined) return undefined;
    try {
      return timeOfMoment(moment);
    } catch (error) {
      throw new ValidationError(`${member}: ${(error as Error).message}`, { cause: error });
    }
  });
  if (start !== undefined && end !== undefined && start >= end)
    throw new ValidationError("ExpireDate: expected a time after StartDate");
}

function checkSchedule(schedule: MuteSchedule): void {
  checkText(schedule.Expression, "Expression", 256);
  checkText(schedule.Duration, "Duration", 50);
  const duration = parseIsoDuration(schedule.Duration);
  if (duration === undefined || duration < MINUTE || duration > MUTE_RULE_MAX_DURATION_MS)
    throw new ValidationError(`Duration: expected PT1M to P15D in ISO 8601, found "${schedule.Duration}"`);
  if (schedule.Timezone !== undefined && !isTimeZone(checkText(schedule.Timezone, "Timezone", 50)))
    throw new ValidationError(
      `Timezone: "${schedule.Timezone}" is no time zone, expected for example Europe/Berlin`,
    );
  try {
    parseMuteExpression(schedule);
  } catch (error) {
    throw new ValidationError((error as Error).message, { cause: error });
  }
}

function checkTargets(names: unknown): void {
  if (!Array.isArray(names) || names.length === 0 || names.length > MUTE_RULE_MAX_TARGETS)
    throw new ValidationError(`MuteTargets.AlarmNames: expected 1 to ${MUTE_RULE_MAX_TARGETS} names`);
  for (const name of names) checkText(name, "MuteTargets.AlarmNames", 255);
}
