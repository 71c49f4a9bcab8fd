import {
  type AlarmState,
  compositeChanged,
  NOT_SUPPRESSED,
  releases,
  type Suppression,
  type SuppressorPeriods,
  suppressorChanged,
} from "cumulog/semantics";
import type { Cloud } from "../../kernel/cloud.ts";
import type { AlarmRecord, AlarmStateRecord, CompositeAlarm } from "./alarm.ts";
import type { AlarmDirectory } from "./alarm-directory.ts";
import type { AlarmMute, MuteRules } from "./mute-rules.ts";

/** A state whose actions wait. */
interface Waiting {
  readonly alarm: AlarmRecord;
  readonly previous: AlarmStateRecord;
}

/**
 * Decides when the actions of a state run: mute rules hold them until their window ends, then a suppressor holds them while
 * it is in ALARM or may get there.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules.html#effects-of-mute-rules
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-suppression.html
 */
export class HeldActions {
  readonly #cloud: Cloud;
  readonly #alarms: AlarmDirectory;
  readonly #mutes: MuteRules;
  readonly #run: (alarm: AlarmRecord, previous: AlarmStateRecord) => void;
  /** States whose actions a mute rule holds, by alarm and state. */
  readonly #muted = new Map<string, Map<AlarmState, Waiting>>();
  /** What a suppressor holds, by composite alarm. */
  readonly #suppressed = new Map<string, Waiting & { readonly suppression: Suppression }>();

  constructor(
    cloud: Cloud,
    {
      alarms,
      mutes,
      run,
    }: {
      readonly alarms: AlarmDirectory;
      readonly mutes: MuteRules;
      readonly run: (alarm: AlarmRecord, previous: AlarmStateRecord) => void;
    },
  ) {
    this.#cloud = cloud;
    this.#alarms = alarms;
    this.#mutes = mutes;
    this.#run = run;
    mutes.onChange(() => {
      for (const name of this.#muted.keys()) this.#endMute(name);
    });
  }

  /** An alarm took a new state. */
  stateChanged(alarm: AlarmRecord, previous: AlarmStateRecord): void {
    this.#forgetSuppression(alarm.name);
    if (!alarm.actionsEnabled) return;
    const mute = this.#mutes.activeFor(alarm.name);
    if (mute) this.#mute({ alarm, previous }, mute);
    else this.#unlessSuppressed({ alarm, previous });
  }

  /** The suppressor of a composite alarm took a new state. */
  suppressorChanged(
    alarm: CompositeAlarm,
    change: { readonly from: AlarmState; readonly to: AlarmState },
  ): void {
    const held = this.#suppressed.get(alarm.name);
    if (!held) return;
    const now = this.#cloud.clock.now();
    this.#suppress(held, suppressorChanged(held.suppression, now, change, periodsOf(alarm)));
  }

  /** A composite alarm was put again: with another suppressor, running periods are over. */
  configured(alarm: AlarmRecord): void {
    const held = this.#suppressed.get(alarm.name);
    if (held?.alarm.type !== "CompositeAlarm" || alarm.type !== "CompositeAlarm") return;
    if (held.alarm.input.ActionsSuppressor === alarm.input.ActionsSuppressor) return;
    const waiting = { alarm: { ...alarm, state: held.alarm.state }, previous: held.previous };
    if (this.#suppressorState(alarm) === "ALARM")
      this.#suppress(waiting, { ...held.suppression, suppressedBy: "Alarm", until: undefined });
    else this.#release(waiting);
  }

  #mute(waiting: Waiting, { rule, window, others }: AlarmMute): void {
    const { alarm } = waiting;
    const held = this.#muted.get(alarm.name) ?? new Map<AlarmState, Waiting>();
    this.#muted.set(alarm.name, held.set(alarm.state.value, waiting));
    this.#alarms.note({
      alarmName: alarm.name,
      alarmType: alarm.type,
      time: this.#cloud.clock.now(),
      type: "Action",
      summary: `Actions muted by ${rule.Name}${others > 0 ? ` and ${others} other mute rule${others > 1 ? "s" : ""}` : ""}`,
      data: JSON.stringify({
        actionState: "Muted",
        stateUpdateTimestamp: alarm.state.time,
        mutedBy: rule.arn,
        muteWindowStart: window.start,
        muteWindowEnd: window.end,
      }),
    });
    this.#cloud.clock.at(window.end, () => this.#endMute(alarm.name));
  }

  /** Runs what was muted if its state stays; another window that goes on keeps it. */
  #endMute(name: string): void {
    const held = this.#muted.get(name);
    if (!held) return;
    const mute = this.#mutes.activeFor(name);
    if (mute) {
      this.#cloud.clock.at(mute.window.end, () => this.#endMute(name));
      return;
    }
    this.#muted.delete(name);
    const alarm = this.#alarms.find(name);
    const waiting = alarm && held.get(alarm.state.value);
    if (alarm?.actionsEnabled && waiting) this.#unlessSuppressed({ ...waiting, alarm });
  }

  #unlessSuppressed(waiting: Waiting): void {
    const { alarm } = waiting;
    if (alarm.type !== "CompositeAlarm" || !alarm.input.ActionsSuppressor) {
      this.#run(alarm, waiting.previous);
      return;
    }
    const now = this.#cloud.clock.now();
    this.#suppress(waiting, compositeChanged(now, this.#suppressorState(alarm), periodsOf(alarm)));
  }

  #suppress(waiting: Waiting, suppression: Suppression): void {
    const now = this.#cloud.clock.now();
    if (releases(suppression, now)) {
      this.#release(waiting);
      return;
    }
    const held = { ...waiting, suppression };
    this.#suppressed.set(waiting.alarm.name, held);
    this.#show(waiting.alarm.name, suppression);
    if (suppression.until !== undefined)
      this.#cloud.clock.at(suppression.until, () => {
        if (this.#suppressed.get(waiting.alarm.name) === held) this.#release(held);
      });
  }

  #release({ alarm, previous }: Waiting): void {
    this.#forgetSuppression(alarm.name);
    this.#run(alarm, previous);
  }

  #forgetSuppression(name: string): void {
    if (this.#suppressed.delete(name)) this.#show(name, NOT_SUPPRESSED);
  }

  /** As DescribeAlarms shows it. */
  #show(name: string, { suppressedBy }: Suppression): void {
    const alarm = this.#alarms.find(name);
    if (alarm?.type !== "CompositeAlarm") return;
    const { actionsSuppressedBy: _former, ...rest } = alarm;
    this.#alarms.save({ ...rest, ...(suppressedBy && { actionsSuppressedBy: suppressedBy }) });
  }

  #suppressorState({ input }: CompositeAlarm): AlarmState {
    return this.#alarms.refer(input.ActionsSuppressor ?? "")?.state.value ?? "INSUFFICIENT_DATA";
  }
}

function periodsOf({ input }: CompositeAlarm): SuppressorPeriods {
  return {
    waitPeriod: (input.ActionsSuppressorWaitPeriod ?? 0) * 1_000,
    extensionPeriod: (input.ActionsSuppressorExtensionPeriod ?? 0) * 1_000,
  };
}
