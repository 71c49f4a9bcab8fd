import { literal } from "../engine/engine.ts";

/** The view with `day` and `hour` of another time zone, computed from `epoch_ms`. */
export function zonedView(view: string, timezone: string): string {
  const local = `timezone(${literal(timezone)}, make_timestamptz(epoch_ms * 1000))`;
  return `SELECT * REPLACE (strftime(${local}, '%Y-%m-%d') AS day, hour(${local}) AS hour) FROM (${view})`;
}
