import { jsonFormatter } from "../logger/json-formatter.ts";
import { LEVELS, levelName } from "../logger/levels.ts";

/** The line of the one record that tells how many records of which level a full queue gave up. */
export function describeShed(counts: ReadonlyMap<number, number>, timestamp: number): string {
  const shed: Record<string, number> = {};
  let total = 0;
  for (const [level, count] of counts) {
    shed[levelName(level)] = (shed[levelName(level)] ?? 0) + count;
    total += count;
  }
  return jsonFormatter({
    timestamp,
    level: LEVELS.warn,
    logger: "cumulog.delivery",
    message: `${total} records were dropped because the queue was full`,
    service: undefined,
    context: undefined,
    fields: { shed },
    error: undefined,
  });
}
