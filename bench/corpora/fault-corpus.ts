import { WINDOW_MS, type WindowCounts } from "../../lib/analysis/rates/index.ts";
import { Random } from "./random.ts";

const HOUR_WINDOWS = 12;
export const DAY_WINDOWS = 24 * HOUR_WINDOWS;
const START = Date.UTC(2026, 5, 1);
export const FAULT_KINDS = [
  "burst",
  "new error",
  "drop to zero",
  "slow drift",
  "deploy change",
  "weekly season",
  "replay of old events",
  "clock skew",
  "slow answers",
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];
export const INTENSITIES = ["strong", "middle", "weak"] as const;
export type Intensity = (typeof INTENSITIES)[number];

/** A group's windows, and from which of them on something is wrong. */
export interface FaultCase {
  readonly kind: FaultKind | "clean";
  readonly intensity: Intensity;
  readonly seed: number;
  readonly windows: readonly WindowCounts[];
  /** Index of the first unusual window; the length of the windows when there is none. */
  readonly faultAt: number;
  /** Windows within which the fault has to be found. */
  readonly within: number;
}

interface Template {
  readonly id: string;
  readonly mean: number;
  readonly level: string;
  readonly duration?: number;
}

const TEMPLATES: readonly Template[] = [
  { id: "request handled", mean: 220, level: "INFO", duration: 45 },
  { id: "order created", mean: 60, level: "INFO", duration: 120 },
  { id: "payment accepted", mean: 40, level: "INFO", duration: 300 },
  { id: "cache miss", mean: 90, level: "DEBUG" },
  { id: "user signed in", mean: 25, level: "INFO" },
  { id: "mail queued", mean: 18, level: "INFO" },
  { id: "retrying", mean: 4, level: "WARN" },
  { id: "slow query", mean: 1.5, level: "WARN" },
  { id: "payment refused", mean: 2, level: "ERROR" },
  { id: "connection reset", mean: 0.3, level: "ERROR" },
  { id: "job finished", mean: 12, level: "INFO" },
  { id: "token expired", mean: 0.02, level: "ERROR" },
];

/** The day's and the week's shape: nights are quiet, and so are weekends. */
function season(index: number): number {
  const hour = (index % DAY_WINDOWS) / HOUR_WINDOWS;
  const day = Math.floor(index / DAY_WINDOWS) % 7;
  return (0.35 + 0.65 * (0.5 - 0.5 * Math.cos(((hour - 3) / 24) * 2 * Math.PI))) * (day >= 5 ? 0.45 : 1);
}

const by = <Value>(intensity: Intensity, strong: Value, middle: Value, weak: Value): Value =>
  intensity === "strong" ? strong : intensity === "middle" ? middle : weak;

/** Three weeks of a group, with a fault in the third, or without any. */
export function faultCase(kind: FaultKind | "clean", intensity: Intensity, seed: number): FaultCase {
  const random = new Random(seed * 31 + kind.length * 7 + intensity.length);
  const days = 21;
  const length = days * DAY_WINDOWS;
  // Faults begin in the working hours of the third week's Monday to Thursday; the week's fault on its Saturday.
  const day = kind === "weekly season" ? 19 : 14 + random.integer(0, 3);
  const hour = kind === "weekly season" ? 10 : random.integer(8, 19);
  const faultAt = kind === "clean" ? length : day * DAY_WINDOWS + hour * HOUR_WINDOWS + random.integer(0, 11);
  const windows: WindowCounts[] = [];
  let wander = 0;
  for (let index = 0; index < length; index++) {
    wander = 0.95 * wander + 0.02 * random.normal();
    windows.push(
      oneWindow(
        index,
        random,
        wander,
        index >= faultAt ? { kind, intensity, since: index - faultAt } : undefined,
      ),
    );
  }
  const driftHours = by(intensity, 12, 24, 48);
  return {
    kind,
    intensity,
    seed,
    windows,
    faultAt,
    within: kind === "slow drift" ? driftHours * HOUR_WINDOWS : 2,
  };
}

interface Fault {
  readonly kind: FaultKind | "clean";
  readonly intensity: Intensity;
  readonly since: number;
}

function oneWindow(index: number, random: Random, wander: number, fault: Fault | undefined): WindowCounts {
  const templates: Record<string, { count: number; errors: number; sample: string }> = {};
  const levels: Record<string, number> = {};
  const values: Record<string, { count: number; logSum: number }> = {};
  let total = 0;
  const put = (id: string, level: string, count: number) => {
    if (count <= 0) return;
    templates[id] = { count, errors: level === "ERROR" ? count : 0, sample: `a line of ${id}` };
    levels[level] = (levels[level] ?? 0) + count;
    total += count;
  };
  const skewed = skewShare(fault);
  let ahead = 0;
  for (const template of TEMPLATES) {
    const mean = template.mean * season(index) * Math.exp(wander + 0.06 * random.normal());
    const all = random.count(mean * factor(template.id, fault, index));
    const lost = Math.round(all * skewed);
    ahead += lost;
    put(template.id, template.level, all - lost);
    if (template.duration !== undefined && all > 0) {
      const slow =
        fault?.kind === "slow answers" && template.id === "payment accepted"
          ? by(fault.intensity, 6, 2.5, 1.3)
          : 1;
      const middle = Math.log(template.duration * slow) + 0.03 * random.normal();
      values[template.id] = { count: all, logSum: all * middle + 0.5 * Math.sqrt(all) * random.normal() };
    }
  }
  const news = newTemplates(fault, season(index), random);
  for (const [id, count] of news) put(id, id.startsWith("error") ? "ERROR" : "INFO", count);
  const replayed =
    fault?.kind === "replay of old events" && fault.since < 6 ? by(fault.intensity, 4, 1, 0.1) : 0;
  return {
    start: START + index * WINDOW_MS,
    templates,
    levels,
    values,
    late: random.count(0.3) + Math.round(replayed * total),
    future: random.count(0.02) + ahead,
  };
}

function skewShare(fault: Fault | undefined): number {
  return fault?.kind === "clock skew" ? by(fault.intensity, 0.8, 0.5, 0.1) : 0;
}

function newTemplates(fault: Fault | undefined, now: number, random: Random): [string, number][] {
  if (fault?.kind === "new error" && fault.since < 12)
    return [["error that was never seen", random.count(by(fault.intensity, 25, 6, 0.7))]];
  if (fault?.kind === "deploy change")
    return [
      ["request served", random.count(now * by(fault.intensity, 220, 100, 20))],
      ["order stored", random.count(now * by(fault.intensity, 60, 30, 8))],
    ];
  return [];
}

/** What a fault makes of a template's mean. */
function factor(id: string, fault: Fault | undefined, index: number): number {
  if (fault === undefined) return 1;
  const { kind, intensity, since } = fault;
  if (kind === "burst") return id === "mail queued" && since < 6 ? by(intensity, 12, 4, 1.8) : 1;
  if (kind === "drop to zero") {
    if (intensity === "strong") return since < 12 ? 0 : 1;
    return id === "order created" && since < 12 ? by(intensity, 0, 0, 0.5) : 1;
  }
  if (kind === "slow drift")
    return id === "order created" ? 1 + since / (by(intensity, 12, 24, 48) * HOUR_WINDOWS) : 1;
  if (kind === "deploy change") {
    if (id === "request handled" || id === "cache miss") return by(intensity, 0, 0.3, 0.8);
    return id === "user signed in" ? by(intensity, 4, 2.5, 1.2) : 1;
  }
  if (kind === "weekly season") {
    const weekday = by(intensity, 1, 0.7, 0.3);
    return Math.floor(index / DAY_WINDOWS) % 7 >= 5 ? 1 + weekday * (1 / 0.45 - 1) : 1;
  }
  return 1;
}
