import { jsonFormatter } from "../logger/json-formatter.ts";
import { LEVELS, levelName } from "../logger/levels.ts";
import type { LogRecord } from "../logger/record.ts";

/** The one record that tells how many records of which level a full queue gave up. */
export function shedRecord(counts: ReadonlyMap<number, number>, timestamp: number): LogRecord {
  const shed: Record<string, number> = {};
  let total = 0;
  for (const [level, count] of counts) {
    shed[levelName(level)] = (shed[levelName(level)] ?? 0) + count;
    total += count;
  }
  return {
    timestamp,
    level: LEVELS.warn,
    logger: "cumulog.delivery",
    message: `${total} records were dropped because the queue was full`,
    service: undefined,
    context: undefined,
    fields: { shed },
    error: undefined,
  };
}

/** The line of {@link shedRecord}. */
export function describeShed(counts: ReadonlyMap<number, number>, timestamp: number): string {
  return jsonFormatter(shedRecord(counts, timestamp));
}
