import type { AnomalyKind, ExpectedRange } from "./judgement.ts";

/** What an anomaly is about. */
export interface AnomalySeries {
  readonly type: "template" | "level" | "total" | "value" | "arrival";
  /** The template's id, or the level. */
  readonly key: string;
  /** The template's text, or words for people. */
  readonly text: string;
}

/** One thing that is unusual, with the reasons. */
export interface Finding {
  readonly kind: AnomalyKind;
  readonly series: AnomalySeries;
  /** What the window had: events, or the middle of the values. */
  readonly seen: number;
  readonly expected: ExpectedRange;
  /** From 0.5 (just unusual) to 1. */
  readonly score: number;
  readonly sample: string | undefined;
}

/** Something that people should look at: one alert, however many series show it. */
export interface Anomaly {
  /** The same for the same findings at the same time. */
  readonly id: string;
  /** Epoch milliseconds: start of the first unusual window. */
  readonly since: number;
  /** End of the window in which it was found. */
  readonly at: number;
  /** The finding that tells most. */
  readonly kind: AnomalyKind | "change";
  readonly series: AnomalySeries;
  readonly seen: number;
  readonly expected: ExpectedRange;
  readonly score: number;
  /** One sentence for people: what, how much, what is usual, since when. */
  readonly reason: string;
  readonly samples: readonly string[];
  /** All that was found in the window, the headline first. */
  readonly findings: readonly Finding[];
}

const number = (value: number): string =>
  value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(2)));
const clock = (time: number): string => new Date(time).toISOString().slice(0, 16).replace("T", " ");

/** A sentence that says why a finding is one. */
export function reasonOf(finding: Finding, since: number, minutes: number): string {
  const { kind, series, seen, expected } = finding;
  const what = series.type === "template" ? `"${series.text}"` : series.text;
  const per = `in ${minutes} minutes`;
  const usual = `usually ${number(expected.low)} to ${number(expected.high)}`;
  const from = `since ${clock(since)} UTC`;
  switch (kind) {
    case "burst":
      return `${number(seen)} × ${what} ${per}, ${usual}, ${from}`;
    case "drop":
      return `only ${number(seen)} × ${what} ${per}, ${usual}, ${from}`;
    case "silence":
      return `no ${what} any more, usually about ${number(expected.middle)} ${per}, ${from}`;
    case "new":
      return `new: ${number(seen)} × ${what} ${per}, never seen before, ${from}`;
    case "drift": {
      const of = series.type === "value" ? "" : ` ${per}`;
      return `${what} has risen slowly to ${number(seen)}${of}, about ${number(expected.middle)} at this time before, ${from}`;
    }
    case "slow":
      return `${what} takes ${number(seen)}, ${usual}, ${from}`;
    case "fast":
      return `${what} takes only ${number(seen)}, ${usual}, ${from}`;
    case "late":
      return `${number(seen)} events ${per} arrived long after their time (a replay, or a clock that is behind), ${from}`;
    case "future":
      return `${number(seen)} events ${per} are dated ahead of their arrival (a clock that is ahead), ${from}`;
  }
}

/** Sixteen hexadecimal digits that the group's findings and their time decide. */
export function anomalyId(at: number, findings: readonly Finding[]): string {
  const text = [
    at,
    ...findings.map(({ kind, series }) => `${kind} ${series.type} ${series.key}`).sort(),
  ].join("\n");
  let high = 0x811c9dc5 | 0;
  let low = 0x9747b28c | 0;
  for (let index = 0; index < text.length; index++) {
    high = Math.imul(high ^ text.charCodeAt(index), 0x01000193);
    low = Math.imul(low + text.charCodeAt(index), 0x85ebca6b) ^ (low >>> 13);
  }
  return [high, low].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
}
