import { type Contract, type LogEvent, type LogRow, readEvent } from "cumulog/analysis";
import { type LoadCount, REJECTIONS } from "./result.ts";
import type { Staging } from "./staging.ts";

const ROWS = 50_000;
const CHARACTERS = 32_000_000;
const LAST_TIME = Date.UTC(10_000, 0, 1) - 1;

/** Turns events into rows one by one, and writes them in parts. */
export class RowWriter {
  readonly #staging: Staging;
  readonly #contract: Contract;
  readonly #count: LoadCount;
  #rows: LogRow[] = [];
  #characters = 0;
  #hasOwnIds = false;

  constructor(staging: Staging, contract: Contract, count: LoadCount) {
    this.#staging = staging;
    this.#contract = contract;
    this.#count = count;
  }

  /** @param lineId id for an event that has none */
  async add(event: LogEvent, lineId?: string): Promise<void> {
    if (!(event.timestamp >= 0 && event.timestamp <= LAST_TIME)) {
      this.#count.reject(REJECTIONS.time, 1);
      return;
    }
    const { row, unparsable } = readEvent(event, this.#contract);
    this.#count.notParsed(unparsable);
    if (row["event_id"] === null) row["event_id"] = lineId ?? null;
    else this.#hasOwnIds = true;
    this.#rows.push(row);
    this.#characters += event.message.length;
    if (this.#rows.length >= ROWS || this.#characters >= CHARACTERS) await this.flush();
  }

  async flush(): Promise<void> {
    const [rows, hasOwnIds] = [this.#rows, this.#hasOwnIds];
    this.#rows = [];
    this.#characters = 0;
    this.#hasOwnIds = false;
    await this.#staging.writeRows(rows, hasOwnIds);
  }
}
