/**
 * The input of PutAlarmMuteRule, in its names.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutAlarmMuteRule.html
 */
export interface MuteRuleInput {
  readonly Name: string;
  readonly Description?: string;
  readonly Rule: { readonly Schedule: MuteSchedule };
  readonly MuteTargets?: { readonly AlarmNames: readonly string[] };
  /** Not active before it. */
  readonly StartDate?: Moment;
  /** Not active from it on. */
  readonly ExpireDate?: Moment;
}

/** When a mute rule mutes. */
export interface MuteSchedule {
  /** `cron(0 2 * * SUN)` with five fields, or `at(2026-01-20T14:00)`. */
  readonly Expression: string;
  /** ISO 8601, PT1M to P15D. */
  readonly Duration: string;
  /** @default "UTC" */
  readonly Timezone?: string;
}

/** The part of a mute rule that decides when it is active. */
export type MuteWindows = Pick<MuteRuleInput, "Rule" | "StartDate" | "ExpireDate">;

/** A date, its ISO text, or seconds since the epoch as the API carries it. */
export type Moment = Date | string | number;
