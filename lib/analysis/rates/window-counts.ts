import type { ValueSummary } from "./value-model.ts";

/** The window of counting, in milliseconds. */
export const WINDOW_MS = 300_000;

/** What one template had in a window. */
export interface TemplateCount {
  readonly count: number;
  /** How many of them were of level ERROR or above. */
  readonly errors: number;
  /** One of the lines. */
  readonly sample: string;
}

/** Everything that is judged of one window of a group's events. */
export interface WindowCounts {
  /** Start of the window, epoch milliseconds. */
  readonly start: number;
  /** By template id. */
  readonly templates: Readonly<Record<string, TemplateCount>>;
  /** By level in capitals. */
  readonly levels: Readonly<Record<string, number>>;
  /** Durations or other values, by what they belong to. */
  readonly values: Readonly<Record<string, ValueSummary>>;
  /** Events that arrived in this window though their time is long past. */
  readonly late: number;
  /** Events that arrived in this window though their time is still to come. */
  readonly future: number;
}

/** One event as it is counted. */
export interface CountedEvent {
  /** Epoch milliseconds of the event. */
  readonly time: number;
  /** Epoch milliseconds at which it arrived; its time where that is not known. */
  readonly arrival?: number;
  readonly template: string;
  readonly level?: string | undefined;
  /** A duration or another value above 0. */
  readonly value?: number | undefined;
  readonly line: string;
}

const ERROR_LEVELS = new Set(["ERROR", "FATAL", "CRITICAL", "ALERT", "EMERGENCY", "PANIC", "SEVERE"]);
/** Whether a level is one of errors. */
export const isErrorLevel = (level: string): boolean => ERROR_LEVELS.has(level.toUpperCase());

/** Windows by which an event may come late, or be ahead, and still be counted at its time. */
const PATIENCE = 2;
const MAX_SAMPLE = 240;

/** Counts of a window that is still open. */
export class OpenWindow {
  readonly start: number;
  readonly #templates = new Map<string, { count: number; errors: number; sample: string }>();
  readonly #levels = new Map<string, number>();
  readonly #values = new Map<string, { count: number; logSum: number }>();
  late = 0;
  future = 0;

  constructor(start: number) {
    this.start = start;
  }

  add(event: CountedEvent): void {
    const level = event.level?.toUpperCase();
    const error = level !== undefined && isErrorLevel(level) ? 1 : 0;
    const template = this.#templates.get(event.template);
    if (template === undefined)
      this.#templates.set(event.template, {
        count: 1,
        errors: error,
        sample: event.line.slice(0, MAX_SAMPLE),
      });
    else {
      template.count++;
      template.errors += error;
    }
    if (level !== undefined) this.#levels.set(level, (this.#levels.get(level) ?? 0) + 1);
    if (event.value !== undefined && event.value > 0 && Number.isFinite(event.value)) {
      const value = this.#values.get(event.template);
      if (value === undefined) this.#values.set(event.template, { count: 1, logSum: Math.log(event.value) });
      else {
        value.count++;
        value.logSum += Math.log(event.value);
      }
    }
  }

  /** The counts; ids of templates that became part of others are counted there. */
  counts(resolve: (id: string) => string = (id) => id): WindowCounts {
    let counts: WindowCounts = { ...emptyWindow(this.start), late: this.late, future: this.future };
    counts = {
      ...counts,
      templates: Object.fromEntries(this.#templates),
      levels: Object.fromEntries(this.#levels),
      values: Object.fromEntries(this.#values),
    };
    return resolveTemplates(counts, resolve);
  }
}

/** A window in which nothing came. */
export const emptyWindow = (start: number): WindowCounts => ({
  start,
  templates: {},
  levels: {},
  values: {},
  late: 0,
  future: 0,
});

/** Adds counts of the same window: adding is commutative, so parts may come in any order. */
export function mergeWindows(one: WindowCounts, other: WindowCounts): WindowCounts {
  return {
    start: one.start,
    templates: merged(one.templates, other.templates, (first, second) => ({
      count: first.count + second.count,
      errors: first.errors + second.errors,
      sample: first.sample < second.sample ? first.sample : second.sample,
    })),
    levels: merged(one.levels, other.levels, (first, second) => first + second),
    values: merged(one.values, other.values, (first, second) => ({
      count: first.count + second.count,
      logSum: first.logSum + second.logSum,
    })),
    late: one.late + other.late,
    future: one.future + other.future,
  };
}

/** Counts templates that became part of others there. */
export function resolveTemplates(window: WindowCounts, resolve: (id: string) => string): WindowCounts {
  const strangers = [...Object.keys(window.templates), ...Object.keys(window.values)];
  if (strangers.every((id) => resolve(id) === id)) return window;
  let resolved: WindowCounts = { ...window, templates: {}, values: {} };
  for (const [id, template] of Object.entries(window.templates))
    resolved = mergeWindows(resolved, {
      ...emptyWindow(window.start),
      templates: { [resolve(id)]: template },
    });
  for (const [id, value] of Object.entries(window.values))
    resolved = mergeWindows(resolved, { ...emptyWindow(window.start), values: { [resolve(id)]: value } });
  return resolved;
}

function merged<Value>(
  one: Readonly<Record<string, Value>>,
  other: Readonly<Record<string, Value>>,
  add: (first: Value, second: Value) => Value,
): Record<string, Value> {
  const sum: Record<string, Value> = { ...one };
  for (const [key, value] of Object.entries(other))
    sum[key] = sum[key] === undefined ? value : add(sum[key], value);
  return sum;
}

/** Whether an event belongs to the window in which it arrived, rather than to a time long past or still to come. */
export function timeliness(event: CountedEvent, windowMs: number): "timely" | "late" | "future" {
  const arrival = event.arrival ?? event.time;
  if (event.time < arrival - PATIENCE * windowMs) return "late";
  return event.time > arrival + PATIENCE * windowMs ? "future" : "timely";
}
