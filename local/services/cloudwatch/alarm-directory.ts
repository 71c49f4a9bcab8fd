import { ALARM_HISTORY_RETENTION_MS } from "cumulog/semantics";
import type { AlarmRecord, AlarmType } from "./alarm.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_AlarmHistoryItem.html */
export type HistoryItemType =
  | "ConfigurationUpdate"
  | "StateUpdate"
  | "Action"
  | "AlarmContributorStateUpdate"
  | "AlarmContributorAction";

export interface HistoryItem {
  readonly alarmName: string;
  readonly alarmType: AlarmType;
  /** Cloud milliseconds. */
  readonly time: number;
  readonly type: HistoryItemType;
  readonly summary: string;
  /** JSON text. */
  readonly data: string;
  /** Of an item about one contributor. */
  readonly contributor?: { readonly id: string; readonly attributes: Readonly<Record<string, string>> };
}

/** Told about every change, so that it can be kept. */
export interface AlarmKeeper {
  saved(alarm: AlarmRecord): void;
  removed(name: string): void;
  noted(item: HistoryItem): void;
}

const MOST_HISTORY_ITEMS = 100_000;

/** The alarms of one cloud by name, and their history. */
export class AlarmDirectory {
  readonly #alarms = new Map<string, AlarmRecord>();
  #history: HistoryItem[] = [];
  readonly #keeper: AlarmKeeper | undefined;

  constructor(keeper?: AlarmKeeper) {
    this.#keeper = keeper;
  }

  save(alarm: AlarmRecord): void {
    this.#alarms.set(alarm.name, alarm);
    this.#keeper?.saved(alarm);
  }

  remove(name: string): void {
    this.#alarms.delete(name);
    this.#keeper?.removed(name);
  }

  find(name: string): AlarmRecord | undefined {
    return this.#alarms.get(name);
  }

  /** Finds by name or ARN, as rules name alarms. */
  refer(nameOrArn: string): AlarmRecord | undefined {
    const name = /^arn:[^:]*:cloudwatch:[^:]*:[^:]*:alarm:(.+)$/.exec(nameOrArn)?.[1] ?? nameOrArn;
    return this.#alarms.get(name);
  }

  all(): AlarmRecord[] {
    return [...this.#alarms.values()];
  }

  note(item: HistoryItem): void {
    this.#history.push(item);
    if (this.#history.length > MOST_HISTORY_ITEMS * 1.1) this.#history.splice(0, MOST_HISTORY_ITEMS / 10);
    this.#keeper?.noted(item);
  }

  /** History of the last 30 days, the oldest first. */
  history(now: number): readonly HistoryItem[] {
    const oldest = now - ALARM_HISTORY_RETENTION_MS;
    if ((this.#history[0]?.time ?? now) < oldest)
      this.#history = this.#history.filter(({ time }) => time >= oldest);
    return this.#history;
  }

  restore(alarms: Iterable<AlarmRecord>, history: Iterable<HistoryItem>): void {
    for (const alarm of alarms) this.#alarms.set(alarm.name, alarm);
    this.#history = [...history];
  }
}
