import type { BacktestResult } from "../../local/backtest/result.ts";
import type { CloudReader } from "./cloud-reader.ts";

const MINUTE = 60_000;
/** The cloud forgets what alarms did after thirty days. */
const TAKEN_EACH = 20 * 24 * 60 * MINUTE;

/** When alarms went off, taken from the cloud before it forgets. */
export class AlarmChanges {
  readonly #reader: CloudReader;
  readonly #fired: ReadonlyMap<string, number[]>;
  #taken: number;

  constructor(reader: CloudReader, { alarms, start }: BacktestResult) {
    this.#reader = reader;
    this.#fired = new Map(alarms.map(({ alarmName }) => [alarmName, []]));
    this.#taken = start! - MINUTE;
  }

  async takeUntil(now: number): Promise<void> {
    if (now - this.#taken >= TAKEN_EACH) await this.#take(now);
  }

  /** Milliseconds since the epoch, by the names of the alarms. */
  async all(): Promise<ReadonlyMap<string, readonly number[]>> {
    await this.#take(Number.MAX_SAFE_INTEGER);
    return this.#fired;
  }

  async #take(until: number): Promise<void> {
    for (const [name, fired] of this.#fired)
      for (const { at, summary } of await this.#reader.stateChanges(name)) {
        const time = at.getTime();
        if (time > this.#taken && time <= until && summary.endsWith("to ALARM")) fired.push(time);
      }
    this.#taken = until;
  }
}
