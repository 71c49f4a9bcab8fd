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

/** What mute rules hold of an alarm: the state before each state whose actions wait. */
export type MutedStates = Readonly<Partial<Record<AlarmState, AlarmStateRecord>>>;

/** What a suppressor holds of a composite alarm: the actions of its present state. */
export interface SuppressedState {
  readonly previous: AlarmStateRecord;
  readonly suppressor: string | undefined;
  readonly suppression: Suppression;
}

/** Keeps records by the names of alarms. */
export interface HeldStore<Held> {
  keys(): Iterable<string>;
  get(alarmName: string): Held | undefined;
  set(alarmName: string, held: Held): void;
  delete(alarmName: string): boolean;
}

interface Options {
  readonly alarms: AlarmDirectory;
  readonly mutes: MuteRules;
  readonly muted: HeldStore<MutedStates>;
  readonly suppressed: HeldStore<SuppressedState>;
  readonly run: (alarm: AlarmRecord, previous: AlarmStateRecord) => void;
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
  readonly #muted: Options["muted"];
  readonly #suppressed: Options["suppressed"];
  readonly #run: Options["run"];

  constructor(cloud: Cloud, { alarms, mutes, muted, suppressed, run }: Options) {
    this.#cloud = cloud;
    this.#alarms = alarms;
    this.#mutes = mutes;
    this.#muted = muted;
    this.#suppressed = suppressed;
    this.#run = run;
    mutes.onChange(() => this.#endMutes());
    // What an earlier run of the cloud held goes on.
    cloud.clock.after(0, () => {
      this.#endMutes();
      for (const name of [...suppressed.keys()]) this.#wait(name);
    });
  }

  /** An alarm took a new state. */
  stateChanged(alarm: AlarmRecord, previous: AlarmStateRecord): void {
    this.#forgetSuppression(alarm.name);
    if (!alarm.actionsEnabled) return;
    const mute = this.#mutes.activeFor(alarm.name);
    if (mute) this.#mute(alarm, previous, mute);
    else this.#unlessSuppressed(alarm, previous);
  }

  /** The suppressor of a composite alarm took a new state. */
  suppressorChanged(
    alarm: CompositeAlarm,
    change: { readonly from: AlarmState; readonly to: AlarmState },
  ): void {
    const held = this.#suppressed.get(alarm.name);
    if (!held) return;
    const now = this.#cloud.clock.now();
    const suppression = suppressorChanged(held.suppression, now, change, periodsOf(alarm));
    this.#suppress(alarm, held.previous, suppression);
  }

  /** A composite alarm was put again: with another suppressor, running periods are over. */
  configured(alarm: AlarmRecord): void {
    const held = this.#suppressed.get(alarm.name);
    if (!held || alarm.type !== "CompositeAlarm" || held.suppressor === alarm.input.ActionsSuppressor) return;
    if (this.#suppressorState(alarm) === "ALARM")
      this.#suppress(alarm, held.previous, { ...held.suppression, suppressedBy: "Alarm", until: undefined });
    else this.#release(alarm.name);
  }

  #mute(alarm: AlarmRecord, previous: AlarmStateRecord, { rule, window, others }: AlarmMute): void {
    this.#muted.set(alarm.name, { ...this.#muted.get(alarm.name), [alarm.state.value]: previous });
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

  #endMutes(): void {
    for (const name of [...this.#muted.keys()]) this.#endMute(name);
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
    const previous = alarm && held[alarm.state.value];
    if (alarm?.actionsEnabled && previous) this.#unlessSuppressed(alarm, previous);
  }

  #unlessSuppressed(alarm: AlarmRecord, previous: AlarmStateRecord): void {
    if (alarm.type !== "CompositeAlarm" || !alarm.input.ActionsSuppressor) {
      this.#run(alarm, previous);
      return;
    }
    const now = this.#cloud.clock.now();
    this.#suppress(alarm, previous, compositeChanged(now, this.#suppressorState(alarm), periodsOf(alarm)));
  }

  #suppress({ name, input }: CompositeAlarm, previous: AlarmStateRecord, suppression: Suppression): void {
    this.#suppressed.set(name, { previous, suppression, suppressor: input.ActionsSuppressor });
    if (releases(suppression, this.#cloud.clock.now())) {
      this.#release(name);
      return;
    }
    this.#show(name, suppression);
    this.#wait(name);
  }

  /** Until the end of the period that runs. */
  #wait(name: string): void {
    const held = this.#suppressed.get(name);
    if (held?.suppression.until === undefined) return;
    this.#cloud.clock.at(held.suppression.until, () => {
      if (this.#suppressed.get(name) === held) this.#release(name);
    });
  }

  #release(name: string): void {
    const held = this.#suppressed.get(name);
    this.#forgetSuppression(name);
    const alarm = this.#alarms.find(name);
    if (held && alarm) this.#run(alarm, held.previous);
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
