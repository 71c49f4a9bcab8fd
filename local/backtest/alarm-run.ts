import { setImmediate } from "node:timers/promises";
import { Cloud } from "../kernel/cloud.ts";
import type { MetricStore } from "../services/cloudwatch/metric-store.ts";
import { service as cloudwatch } from "../services/cloudwatch/service.ts";
import { cloudWatchOver, openCloudWatch } from "../services/cloudwatch/state.ts";
import type { AlarmInput } from "./alarm-definition.ts";
import { logAlarmOf, reachOf } from "./log-alarm.ts";
import { LogQueries } from "./log-queries.ts";
import type { QuietTime } from "./quiet-time.ts";
import type { Transition } from "./result.ts";

/** Time that passes in one go, between two looks at whether to go on. */
const STRIDE = 6 * 3_600_000;
/** Real milliseconds after which others have their turn, such as the handler of Ctrl-C. */
const TURN = 50;

/** Alarms on a clock that is moved by hand. */
export class AlarmRun {
  readonly cloud: Cloud;
  readonly metrics: MetricStore;
  readonly transitions: Transition[] = [];
  /** What log alarms look at; undefined without any. */
  readonly queries: LogQueries | undefined;
  #turn = 0;

  private constructor(cloud: Cloud, metrics: MetricStore, queries: LogQueries | undefined) {
    this.cloud = cloud;
    this.metrics = metrics;
    this.queries = queries;
  }

  /**
   * @param start milliseconds since the epoch
   * @param metrics what the alarms look at, kept as it is. @default an empty store that rolls up what grows old
   */
  static async begin(alarms: readonly AlarmInput[], start: number, metrics?: MetricStore): Promise<AlarmRun> {
    const cloud = new Cloud({ clock: { speed: 0, start } });
    cloud.add(cloudwatch);
    if (metrics) cloud.setState(openCloudWatch, cloudWatchOver(cloud, metrics));
    const logAlarms = alarms.flatMap((alarm) => logAlarmOf(alarm) ?? []);
    const queries =
      logAlarms.length === 0 ? undefined : new LogQueries(cloud, Math.max(...logAlarms.map(reachOf)));
    const run = new AlarmRun(cloud, cloud.state(openCloudWatch).metrics, queries);
    cloud.events.on("alarm-state", ({ alarmName, timestamp, from, to, reason }) => {
      run.transitions.push({ alarmName, timestamp, from, to, reason });
    });
    for (const alarm of alarms) {
      await cloud.call("monitoring", operationOf(alarm), { ...alarm, ActionsEnabled: false });
    }
    return run;
  }

  /**
   * Lets time pass; what is quiet of it in one step.
   *
   * @param latest time of the latest event that the alarms can see
   * @param signal ends it early when aborted
   */
  async passUntil(
    time: number,
    { latest, quiet, signal }: { latest: number; quiet: QuietTime; signal?: AbortSignal | undefined },
  ): Promise<void> {
    const { clock } = this.cloud;
    const quietFrom = latest + quiet.after;
    while (clock.now() < time && !signal?.aborted) {
      const now = clock.now();
      if (now >= quietFrom) clock.skip(quiet.skipped(now, time));
      const end = now < quietFrom ? Math.min(time, quietFrom) : time;
      await clock.advanceTo(Math.min(end, clock.now() + STRIDE));
      if (performance.now() - this.#turn < TURN) continue;
      await setImmediate();
      this.#turn = performance.now();
    }
  }

  close(): Promise<void> {
    return this.cloud.close();
  }
}

function operationOf(alarm: AlarmInput): string {
  if (alarm["AlarmRule"] !== undefined) return "PutCompositeAlarm";
  return logAlarmOf(alarm) ? "PutLogAlarm" : "PutMetricAlarm";
}
