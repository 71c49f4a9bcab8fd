import {
  MUTE_RULE_MAX_DURATION_MS,
  type MuteRuleInput,
  parseDuration,
  ValidationError,
  validateMuteRule,
} from "../semantics/index.ts";
import { SignalError } from "./signal-error.ts";

const LONGEST_MINUTES = MUTE_RULE_MAX_DURATION_MS / 60_000;

/** When alarms report to nobody, in the words of `cumulog.yaml`. */
export interface MuteDescription {
  /** When a window begins: five fields of cron, such as `"0 2 * * SUN"`, or a time such as `"2026-01-20T14:00"`. */
  readonly cron: string;
  /** How long a window is, such as `"2h"`: a minute to fifteen days. */
  readonly duration: string;
  /** @default "UTC" */
  readonly timezone?: string | undefined;
  /** Names of the alarms. */
  readonly signals: readonly string[];
}

/** The input of PutAlarmMuteRule. @throws SignalError that names the member which is wrong */
export function muteRule(
  name: string,
  { cron, duration, timezone, signals }: MuteDescription,
): MuteRuleInput {
  const once = /^\d{4}-\d{2}-\d{2}T/.test(cron);
  const rule: MuteRuleInput = {
    Name: name,
    Rule: {
      Schedule: {
        Expression: `${once ? "at" : "cron"}(${cron})`,
        Duration: isoDuration(duration),
        ...(timezone !== undefined && { Timezone: timezone }),
      },
    },
    MuteTargets: { AlarmNames: [...signals] },
  };
  try {
    validateMuteRule(rule);
  } catch (cause) {
    if (!(cause instanceof ValidationError)) throw cause;
    throw signalError(cause);
  }
  return rule;
}

function isoDuration(text: string): string {
  let minutes: number;
  try {
    minutes = parseDuration(text) / 60_000;
  } catch (cause) {
    throw new SignalError(["duration"], (cause as Error).message, { cause });
  }
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > LONGEST_MINUTES)
    throw new SignalError(["duration"], "expected whole minutes up to 15 days, such as 30m or 2h");
  return `PT${minutes}M`;
}

/** Members of a rule, as its errors begin, with the member of the description that each is made of; that of its name is the whole. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  Name: [],
  Expression: ["cron"],
  Duration: ["duration"],
  Timezone: ["timezone"],
  "MuteTargets.AlarmNames": ["signals"],
};

function signalError(cause: ValidationError): SignalError {
  const [, member = "", reason = ""] = /^([A-Za-z.]+): (.*)$/s.exec(cause.message) ?? [];
  if (!Object.hasOwn(MEMBERS, member)) return new SignalError(["cron"], cause.message, { cause });
  return new SignalError(MEMBERS[member]!, member === "Name" ? cause.message : reason, { cause });
}
