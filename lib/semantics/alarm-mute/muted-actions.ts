import type { AlarmState } from "../alarm/types.ts";
import type { MuteWindow } from "./mute-windows.ts";

/** A change of an alarm's state. */
export interface StateChange {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly state: AlarmState;
}

/**
 * When an alarm's actions run that is muted in some windows: at once outside of them, and at a window's end those that it
 * held back, if the state is one whose actions it held.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules.html#effects-of-mute-rules
 *
 * @param changes The state so far first, then each change, in order
 * @param windows Not overlapping, in order
 */
export function mutedActions(changes: readonly StateChange[], windows: readonly MuteWindow[]): StateChange[] {
  const actions: StateChange[] = [];
  for (const change of changes.slice(1))
    if (!windows.some(({ start, end }) => change.time >= start && change.time < end)) actions.push(change);
  for (const { start, end } of windows) {
    const held = changes.slice(1).filter(({ time }) => time >= start && time < end);
    const state = changes.filter(({ time }) => time < end).at(-1)?.state;
    if (state !== undefined && held.some((change) => change.state === state))
      actions.push({ time: end, state });
  }
  return actions.sort((one, other) => one.time - other.time);
}
