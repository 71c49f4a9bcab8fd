import { reportInternal } from "./internal-channel.ts";
import type { LogRecord } from "./record.ts";
import { currentSettings, outletsOf } from "./registry.ts";
import type { LoggerNode } from "./settings.ts";

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
