import type { DeliveryReport } from "../delivery/report.ts";
import { writeFully } from "../handlers/descriptor.ts";
import type { Handler } from "../handlers/handler.ts";
import { StandardOutput } from "../handlers/standard-output.ts";
import { jsonFormatter } from "../logger/json-formatter.ts";
import type { LogRecord } from "../logger/record.ts";
import { allOutlets } from "../logger/registry.ts";

/** Newest records of a handler, kept until it has delivered them. */
interface Watch {
  records: LogRecord[];
  /** Written to since the last flush that delivered everything. */
  isDirty: boolean;
}

const KEPT_RECORDS = 2_000;
const watches = new WeakMap<Handler, Watch>();

/** Keeps the newest records of every handler that sends over a network, so that they can be written elsewhere. */
export function watchHandlers(): void {
  const outlets = allOutlets();
  if (outlets === watched) return;
  watched = outlets;
  for (let index = 0; index < outlets.length; index += 1) {
    const { handler } = outlets[index]!;
    if (!watches.has(handler)) watch(handler);
  }
}

let watched: ReturnType<typeof allOutlets> | undefined;

function watch(handler: Handler): void {
  const kept: Watch = { records: [], isDirty: true };
  watches.set(handler, kept);
  if (!Object.isExtensible(handler)) return;
  const keepsRecords = !(handler instanceof StandardOutput);
  const write = handler.write;
  handler.write = function (this: Handler, record: LogRecord): void {
    kept.isDirty = true;
    if (keepsRecords) kept.records.push(record);
    if (kept.records.length > 2 * KEPT_RECORDS) kept.records = kept.records.slice(-KEPT_RECORDS);
    write.call(this, record);
  };
}

/** Flushes handlers that write at once. @returns whether another was given a record since it was last flushed, and is to be waited for */
export function flushAtOnce(): boolean {
  const outlets = allOutlets();
  let needs = false;
  for (let index = 0; index < outlets.length; index += 1) {
    const { handler } = outlets[index]!;
    const kept = watches.get(handler);
    if (kept?.isDirty === false) continue;
    if (kept !== undefined && handler instanceof StandardOutput) {
      void handler.flush();
      kept.isDirty = !Object.isExtensible(handler);
    } else needs = true;
  }
  return needs;
}

/** Flushes every handler until the deadline. Returns the number of records that are still on their way. Never rejects. */
export async function flushHandlers(deadline: number): Promise<number> {
  const outlets = allOutlets();
  if (outlets.length === 1) return flushOne(outlets[0]!.handler, deadline);
  const pending = await Promise.all(outlets.map(({ handler }) => flushOne(handler, deadline)));
  return pending.reduce((sum, count) => sum + count, 0);
}

async function flushOne(handler: Handler, deadline: number): Promise<number> {
  const kept = watches.get(handler);
  if (kept?.isDirty === false) return 0;
  if (kept !== undefined) kept.isDirty = !Object.isExtensible(handler);
  const before = kept?.records.length ?? 0;
  let report: DeliveryReport;
  try {
    report = await withinDeadline(handler.flush({ deadline }), deadline);
  } catch {
    if (kept !== undefined) kept.isDirty = true;
    return kept?.records.length ?? 0;
  }
  if (kept !== undefined && report.pending > 0) kept.isDirty = true;
  // Order is kept within a handler, so what is pending are the newest.
  if (kept !== undefined) keepNewest(kept, report.pending, before);
  return report.pending;
}

/** @param before number of records when the flush began; later ones are not part of its report for sure */
function keepNewest(kept: Watch, pending: number, before: number): void {
  const since = Math.max(0, kept.records.length - before);
  const open = Math.max(pending, since);
  kept.records = open === 0 ? [] : kept.records.slice(-open);
}

/** A handler of somebody else may not keep to the deadline. */
function withinDeadline<T>(promise: Promise<T>, deadline: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error("flush did not end in time")),
      Math.max(0, deadline - Date.now()) + 20,
    );
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/**
 * Writes what handlers have not delivered to standard output, at once, so that the platform's own log has it. If the process
 * lives on, the handler may deliver the same records later.
 *
 * @returns the number of lines
 */
export function writeUnsent(): number {
  let lines = 0;
  for (const { handler } of allOutlets()) {
    const kept = watches.get(handler);
    if (kept === undefined || kept.records.length === 0) continue;
    const format = handler.formatter ?? jsonFormatter;
    const text = kept.records.map((record) => `${format(record)}\n`).join("");
    lines += kept.records.length;
    kept.records = [];
    writeAll(text);
  }
  return lines;
}

function writeAll(text: string): void {
  // Where somebody has put a function of their own in its place they are to have the lines.
  if (Object.hasOwn(process.stdout, "write")) {
    process.stdout.write(text);
    return;
  }
  try {
    writeFully(1, text);
  } catch {
    // Nowhere is left to write it.
  }
}
