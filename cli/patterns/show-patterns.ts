import { styleText } from "node:util";
import Table from "cli-table3";
import type { PatternChange, PatternCount } from "cumulog/analysis";
import { terminalText } from "../terminal-text.ts";

const BARS = "▁▂▃▄▅▆▇█";
const MARKS = {
  new: ["+", "green"],
  gone: ["-", "red"],
  more: ["↑", "yellow"],
  less: ["↓", "cyan"],
} as const;

/** A line of bars: how counts went over time. */
export function sparkline(counts: readonly number[]): string {
  const most = Math.max(...counts, 1);
  return counts.map((count) => (count === 0 ? " " : BARS[Math.ceil((count / most) * 8) - 1])).join("");
}

/** Prints templates as a table. */
export function showPatterns(patterns: readonly PatternCount[], events: number, limit: number): void {
  const timed = patterns.some(({ firstSeen }) => firstSeen !== undefined);
  const head = ["id", "count", "share", ...(timed ? ["trend", "first seen", "last seen"] : []), "pattern"];
  const table = plainTable(head);
  for (const { id, count, share, trend, firstSeen, lastSeen, pattern } of patterns.slice(0, limit))
    table.push([
      styled("dim", id),
      { content: String(count), hAlign: "right" },
      { content: percent(share), hAlign: "right" },
      ...(timed ? [sparkline(trend), clock(firstSeen), clock(lastSeen)] : []),
      shortened(pattern, timed ? 84 : 36),
    ]);
  if (patterns.length > 0) process.stdout.write(`${table.toString()}\n`);
  const more = patterns.length > limit ? `, ${patterns.length - limit} not shown (--limit)` : "";
  process.stderr.write(`${patterns.length} patterns in ${events} events${more}\n`);
}

/** Prints what changed from one log to another. */
export function showChanges(changes: readonly PatternChange[], limit: number): void {
  const table = plainTable(["", "id", "before", "after", "pattern"]);
  for (const { change, id, before, after, shareBefore, shareAfter, pattern } of changes.slice(0, limit)) {
    const [mark, style] = MARKS[change];
    table.push([
      styled(style, `${mark} ${change}`),
      styled("dim", id),
      { content: `${before} (${percent(shareBefore)})`, hAlign: "right" },
      { content: `${after} (${percent(shareAfter)})`, hAlign: "right" },
      shortened(pattern, 62),
    ]);
  }
  if (changes.length > 0) process.stdout.write(`${table.toString()}\n`);
  const count = (wanted: PatternChange["change"]) => changes.filter(({ change }) => change === wanted).length;
  process.stderr.write(
    `${count("new")} new, ${count("gone")} gone, ${count("more")} more, ${count("less")} less\n`,
  );
}

function plainTable(head: readonly string[]) {
  return new Table({
    head: head.map((name) => styled("bold", name)),
    style: { head: [], border: [], compact: true },
    chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
  });
}

/** In a terminal, one line a template; in a pipe, whole. */
function shortened(pattern: string, taken: number): string {
  const text = terminalText(pattern);
  const room = process.stdout.isTTY
    ? Math.max(30, (process.stdout.columns ?? 120) - taken)
    : Number.POSITIVE_INFINITY;
  return text.length > room ? `${text.slice(0, room - 1)}…` : text;
}

const styled = (style: Parameters<typeof styleText>[0], text: string): string =>
  styleText(style, text, { stream: process.stdout });
const clock = (time: number | undefined): string =>
  time === undefined ? "" : new Date(time).toISOString().slice(0, 16).replace("T", " ");
const percent = (share: number): string =>
  `${share >= 0.0995 || share === 0 ? (share * 100).toFixed(0) : (share * 100).toPrecision(2)} %`;
