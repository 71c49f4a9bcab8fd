import type { Context, Fields, UnitOfWork } from "./context.ts";
import { reportInternal } from "./internal-channel.ts";
import { LEVELS } from "./levels.ts";
import type { LogRecord } from "./record.ts";
import { RecordBuffer } from "./record-buffer.ts";
import { currentSettings, type Gate, type LoggerNode, nodeOf, outletsOf } from "./registry.ts";

/**
 * Sends a record where its logger's configuration says: to the handlers, into the unit of work's buffer, or nowhere.
 */
export function emit(node: LoggerNode, gate: Gate, record: LogRecord, context: Context | undefined): void {
  const { buffering } = node;
  if (buffering !== undefined && context !== undefined) {
    if (record.level < gate.level || isSampledOut(node, record.level, context)) {
      keep(context.unit, record, buffering.limit);
      return;
    }
    if (record.level >= buffering.flushAt) release(context.unit);
  }
  if (record.level < gate.level) return;
  dispatch(node, record);
}

/** Whether sampling drops a record of this level. A unit of work is kept or dropped as a whole. */
export function isSampledOut(node: LoggerNode, level: number, context: Context | undefined): boolean {
  const { sampling } = node;
  if (sampling === undefined || level >= sampling.below) return false;
  return (context === undefined ? Math.random() : context.unit.sample) >= sampling.rate;
}

/** Gives a record to every handler of a logger. What a handler throws goes to the internal channel. */
export function dispatch(node: LoggerNode, given: LogRecord): void {
  const redact = currentSettings()?.redact;
  const record = redact === undefined ? given : redact(given);
  const outlets = node.outlets ?? outletsOf(node);
  for (let index = 0; index < outlets.length; index += 1) {
    const outlet = outlets[index] as (typeof outlets)[number];
    if (record.level < outlet.level) continue;
    if (outlet.busy) {
      reportInternal({
        code: "handler-recursion",
        message: `handler ${outlet.name} logs while it writes; that record is dropped`,
      });
      continue;
    }
    outlet.busy = true;
    try {
      const { handler } = outlet;
      if (handler.filter === undefined || handler.filter(record)) handler.write(record);
    } catch (cause) {
      reportInternal({
        code: "handler-write-failed",
        message: `handler ${outlet.name} failed to take a record`,
        cause,
      });
    } finally {
      outlet.busy = false;
    }
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
