import util from "node:util";
import Table from "cli-table3";
import plot from "simple-ascii-chart";
import type { AlarmResult, BacktestResult } from "./result.ts";
import { byAlarm } from "./sweep.ts";

const DAY = 86_400_000;
const CHART_COLUMNS = 72;
const PLAIN = { head: [], border: [] };

/** `1d 3h`, `5m`, `30s`: the two largest units. */
export function durationText(milliseconds: number): string {
  const units: [string, number][] = [
    ["d", DAY],
    ["h", 3_600_000],
    ["m", 60_000],
    ["s", 1_000],
  ];
  const parts: string[] = [];
  let rest = milliseconds;
  for (const [unit, length] of units) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0 && parts.length < 2) parts.push(`${count}${unit}`);
  }
  return parts.join(" ") || "0s";
}

export const timeText = (time: number | undefined): string =>
  time === undefined ? "–" : new Date(time).toISOString().replace(".000Z", "Z");

/** The result as a person reads it: a line for each alarm, then every time it went off. */
export function resultText(
  result: BacktestResult,
  { stream = process.stdout }: { stream?: NodeJS.WriteStream } = {},
): string {
  const { events, start, end, alarms } = result;
  const head = `${events.toLocaleString("en")} events, ${timeText(start)} to ${timeText(end)}\n`;
  const table = new Table({ head: ["Alarm", "Went off", "A day", "In ALARM", "Longest"], style: PLAIN });
  for (const alarm of alarms)
    table.push([
      alarm.firings.length > 0
        ? util.styleText("red", alarm.alarmName, { stream })
        : util.styleText("green", alarm.alarmName, { stream }),
      String(alarm.firings.length),
      alarm.firingsPerDay.toFixed(1),
      durationText(alarm.firingMs),
      durationText(Math.max(0, ...alarm.firings.map(({ from, to }) => (to ?? end ?? from) - from))),
    ]);
  const silent = alarms.filter(({ hasData }) => !hasData).map(({ alarmName }) => `"${alarmName}"`);
  if (silent.length > 0 && events > 0)
    table.push([
      {
        colSpan: 5,
        content: `Without data, as nothing in the history makes their metrics: ${silent.join(", ")}`,
        wordWrap: true,
      },
    ]);
  return [head, table.toString(), ...alarms.map((alarm) => firingsText(alarm, end))].join("\n");
}

const MOST_FIRINGS_SHOWN = 20;

function firingsText({ alarmName, firings }: AlarmResult, end: number | undefined): string {
  if (firings.length === 0) return "";
  const shown = firings.slice(0, MOST_FIRINGS_SHOWN).map(({ from, to, reason, muted }) => {
    const length = durationText((to ?? end ?? from) - from);
    const told = muted?.until === undefined ? "nobody is told" : `told at ${timeText(muted.until)}`;
    return `  ${timeText(from)}  ${to === undefined ? `still in ALARM after ${length}` : `for ${length}`}${muted ? `, muted: ${told}` : ""}\n    ${reason}`;
  });
  const more = firings.length - shown.length;
  return `\n${alarmName}\n${shown.join("\n")}${more > 0 ? `\n  and ${more} more` : ""}`;
}

/** For each alarm of a sweep: a table by threshold, and the number of firings as a chart. */
export function sweepText(result: BacktestResult): string {
  return [...byAlarm(result)]
    .map(([name, entries]) => {
      const table = new Table({ head: ["Threshold", "Went off", "A day", "In ALARM"], style: PLAIN });
      for (const { threshold, result: alarm } of entries)
        table.push([
          String(threshold),
          String(alarm.firings.length),
          alarm.firingsPerDay.toFixed(1),
          durationText(alarm.firingMs),
        ]);
      const points = entries.map(({ threshold, result: alarm }): [number, number] => [
        threshold,
        alarm.firings.length,
      ]);
      const title = "Times it went off, by threshold";
      const chart =
        points.length > 1 ? `\n\n${plot(points, { title, width: CHART_COLUMNS, height: 8 })}` : "";
      return `${name}\n${table.toString()}${chart}`;
    })
    .join("\n\n");
}

/** When each alarm was in ALARM, as a line of blocks over the whole history. */
export function timelineText({ alarms, start, end }: BacktestResult): string {
  if (start === undefined || end === undefined || alarms.length === 0) return "";
  const width = Math.max(...alarms.map(({ alarmName }) => alarmName.length));
  const column = (time: number) =>
    Math.min(CHART_COLUMNS - 1, Math.floor(((time - start) / Math.max(1, end - start)) * CHART_COLUMNS));
  const lines = alarms.map(({ alarmName, firings }) => {
    const cells = Array<string>(CHART_COLUMNS).fill("·");
    for (const { from, to } of firings) cells.fill("█", Math.max(0, column(from)), column(to ?? end) + 1);
    return `${alarmName.padEnd(width)} ${cells.join("")}`;
  });
  const axis = `${" ".repeat(width)} ${timeText(start)
    .slice(0, 16)
    .padEnd(CHART_COLUMNS - 16)}${timeText(end).slice(0, 16)}`;
  return [...lines, axis].join("\n");
}
