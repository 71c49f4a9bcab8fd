import type { AlarmState } from "../types.ts";

/** Why the actions of a composite alarm wait. */
export type SuppressedBy = "WaitPeriod" | "ExtensionPeriod" | "Alarm";

/** How long the actions of a composite alarm wait for its suppressor. */
export interface SuppressorPeriods {
  /** How long a new state's actions wait for the suppressor to go into ALARM, in milliseconds. */
  readonly waitPeriod: number;
  /** How long they wait on after the suppressor left ALARM, in milliseconds. */
  readonly extensionPeriod: number;
}

/** What a composite alarm's suppressor does to its actions. */
export interface Suppression {
  /** A state whose actions have not run yet. */
  readonly pending: boolean;
  /** What holds them back; undefined when nothing does, also without any pending. */
  readonly suppressedBy: SuppressedBy | undefined;
  /** When a period ends, in milliseconds since the epoch; undefined while the suppressor is in ALARM. */
  readonly until: number | undefined;
}

/** The suppression of an alarm that has no suppressor. */
export const NOT_SUPPRESSED: Suppression = { pending: false, suppressedBy: undefined, until: undefined };

/**
 * The composite alarm takes a new state: its actions wait, at most the wait period, for a suppressor that is not in ALARM. A
 * new state begins a new wait, within an extension too.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-suppression.html
 */
export function compositeChanged(
  now: number,
  suppressor: AlarmState,
  periods: SuppressorPeriods,
): Suppression {
  if (suppressor === "ALARM") return { pending: true, suppressedBy: "Alarm", until: undefined };
  return { pending: true, suppressedBy: "WaitPeriod", until: now + periods.waitPeriod };
}

/**
 * The suppressor takes a new state. One that goes into ALARM ends the wait and holds what is pending; one that leaves ALARM
 * begins the extension; every other change is of no matter.
 */
export function suppressorChanged(
  suppression: Suppression,
  now: number,
  change: { readonly from: AlarmState; readonly to: AlarmState },
  periods: SuppressorPeriods,
): Suppression {
  if (change.to === "ALARM") {
    const held = suppression.pending;
    return { pending: held, suppressedBy: held ? "Alarm" : undefined, until: undefined };
  }
  if (change.from !== "ALARM" || !suppression.pending) return suppression;
  return { pending: true, suppressedBy: "ExtensionPeriod", until: now + periods.extensionPeriod };
}

/** Whether a period has ended and the pending actions run now. */
export function releases({ pending, until }: Suppression, now: number): boolean {
  return pending && until !== undefined && now >= until;
}
