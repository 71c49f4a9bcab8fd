import type { Context, Fields, UnitOfWork } from "./context.ts";
import { dispatch } from "./dispatch.ts";
import { LEVELS } from "./levels.ts";
import type { LogRecord } from "./record.ts";
import { RecordBuffer } from "./record-buffer.ts";
import { nodeOf } from "./registry.ts";
import type { Buffering, LoggerNode } from "./settings.ts";

/** What a buffer keeps and when it gives it. */
export interface BufferLimits {
  /** Lowest level that is kept. */
  readonly level: number;
  /** Records kept for each unit of work; the oldest make room. */
  readonly limit: number;
  /** Level of the record that makes the kept ones go out. */
  readonly flushAt: number;
}

/** Keeps records below the level in memory, per unit of work, and writes them when an error follows. */
export class UnitBuffering implements Buffering {
  readonly level: number;
  readonly #limit: number;
  readonly #flushAt: number;

  constructor({ level, limit, flushAt }: BufferLimits) {
    this.level = level;
    this.#limit = limit;
    this.#flushAt = flushAt;
  }

  /** Sends a record where its logger's configuration says: to the handlers, into the unit of work's buffer, or nowhere. */
  take(node: LoggerNode, threshold: number, record: LogRecord, context: Context | undefined): void {
    if (context !== undefined) {
      if (record.level < threshold || node.sampling?.drops(record.level, context)) {
        keep(context.unit, record, this.#limit);
        return;
      }
      if (record.level >= this.#flushAt) release(context.unit);
    }
    if (record.level >= threshold) dispatch(node, record);
  }
}

function keep(unit: UnitOfWork, record: LogRecord, limit: number): void {
  unit.buffer ??= new RecordBuffer(limit);
  unit.buffer.push(
    record.fields === undefined ? record : { ...record, fields: { ...(record.fields as Fields) } },
  );
}

function release(unit: UnitOfWork): void {
  if (unit.buffer === undefined) return;
  const { records, forgotten } = unit.buffer.drain();
  const first = records[0];
  if (first !== undefined && forgotten > 0) {
    const message = `${forgotten} earlier records of this unit of work were not kept`;
    dispatch(nodeOf(first.logger), {
      ...first,
      level: LEVELS.debug,
      message,
      fields: { forgotten },
      error: undefined,
    });
  }
  for (const record of records) dispatch(nodeOf(record.logger), record);
}
