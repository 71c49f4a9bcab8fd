import Table from "cli-table3";
import type { ComparedSide, Comparison } from "./comparison.ts";
import type { IncidentScore } from "./incidents.ts";
import type { BacktestResult } from "./result.ts";
import type { Suggestion, TriedThreshold } from "./suggest.ts";
import { durationText } from "./table.ts";

const DAY = 86_400_000;
const PLAIN = { head: [], border: [] };

const times = (count: number): string => (count === 1 ? "once" : `${count.toLocaleString("en")} times`);
const daysOf = (span: number): string => {
  const days = Math.max(1, Math.round(span / DAY));
  return days === 1 ? "a day" : `${days.toLocaleString("en")} days`;
};

/** Incidents that were told of, as a person reads it. */
export function scoreText({ incidents, caught, missed, falsePages, delayMs }: IncidentScore): string {
  if (incidents === 0) return "no incident lies in this history";
  const late = delayMs === undefined ? "" : `, ${durationText(delayMs)} after they began (median)`;
  const others = missed.length > 0 ? `; missed: ${missed.join(", ")}` : "";
  return `caught ${caught} of ${incidents} incidents${late}${others}; ${falsePages} false ${falsePages === 1 ? "page" : "pages"}`;
}

/** A line and a table for each alarm: what its threshold should be, and what the others would have done. */
export function suggestionsText(suggestions: readonly Suggestion[], span: number): string {
  if (suggestions.length === 0) return "No alarm has a threshold to suggest.";
  return suggestions.map((suggestion) => suggestionText(suggestion, span)).join("\n\n");
}

function suggestionText({ alarmName, current, suggested, tried }: Suggestion, span: number): string {
  const hasScore = tried.some(({ score }) => score !== undefined);
  const table = new Table({
    head: ["Threshold", "Pages", "A day", "In ALARM", ...(hasScore ? ["Caught", "False"] : [])],
    style: PLAIN,
  });
  for (const outcome of tried) {
    const mark = outcome === suggested ? " ← suggested" : outcome.threshold === current ? " (now)" : "";
    table.push([
      `${outcome.threshold}${mark}`,
      String(outcome.pages),
      outcome.pagesPerDay.toFixed(1),
      durationText(outcome.firingMs),
      ...(outcome.score
        ? [`${outcome.score.caught}/${outcome.score.incidents}`, String(outcome.score.falsePages)]
        : []),
    ]);
  }
  return `${alarmName}: ${verdict(suggested, current, span)}\n${table.toString()}`;
}

function verdict(suggested: TriedThreshold | undefined, current: number, span: number): string {
  if (!suggested)
    return `no threshold can be suggested: with each that was tried it pages too often or misses every incident (now ${current}).`;
  const { threshold, pages, score } = suggested;
  const near =
    score === undefined || score.incidents === 0
      ? ""
      : score.falsePages === 0 && pages > 0
        ? `, each near an incident you marked (${scoreText(score)})`
        : ` (${scoreText(score)})`;
  const now = threshold === current ? "the threshold that it has" : `now ${current}`;
  return `${threshold} would have paged ${times(pages)} in ${daysOf(span)}${near}; ${now}.`;
}

/** What a change of the configuration does, in a sentence and a table. */
export function comparisonText(
  { before, after, alarms }: Comparison,
  names: readonly [string, string],
): string {
  const table = new Table({ head: ["Alarm", ...names, "Change"], style: PLAIN });
  for (const { alarmName, before: old, after: next } of alarms)
    table.push([alarmName, sideText(old), sideText(next), changeText(old, next)]);
  return `${changeSentence(before, after)}\n${table.toString()}`;
}

function changeSentence(before: ComparedSide, after: ComparedSide): string {
  const pages =
    before.pages === after.pages
      ? `This change pages ${after.pages} ×, as before.`
      : `This change pages ${after.pages} × instead of ${before.pages} ×.`;
  if (!before.score || !after.score) return pages;
  return `${pages}\nBefore: ${scoreText(before.score)}.\nAfter: ${scoreText(after.score)}.`;
}

const sideText = (side: ComparedSide | undefined): string =>
  side === undefined ? "–" : `${side.pages} × (${durationText(side.firingMs)})`;

function changeText(before: ComparedSide | undefined, after: ComparedSide | undefined): string {
  if (before === undefined) return "new";
  if (after === undefined) return "removed";
  const difference = after.pages - before.pages;
  return difference === 0 ? "–" : `${difference > 0 ? "+" : ""}${difference}`;
}

/** What each alarm and all together would have told of incidents. */
export function incidentsText(scores: ReadonlyMap<string, IncidentScore>, all: IncidentScore): string {
  const lines = [...scores].map(([name, score]) => `  ${name}: ${scoreText(score)}`);
  return [`Incidents: ${scoreText(all)}`, ...(lines.length > 1 ? lines : [])].join("\n");
}

/** Milliseconds from the first event to the end. */
export const spanOf = ({ start = 0, end = 0 }: Pick<BacktestResult, "start" | "end">): number => end - start;
