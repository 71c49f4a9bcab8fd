import { causeText, escapeControls } from "cumulog/analysis";
import { type Notification, severityOf } from "./alert.ts";
import { lineText } from "./line-text.ts";

/** A notification in words, before it takes the form of one destination. */
export interface AlertText {
  readonly title: string;
  readonly reason: string;
  /** State, since when, how many: what people read first. */
  readonly summary: readonly (readonly [label: string, value: string])[];
  /** What the lines say, grouped: `30 × payment provider timed out ← ECONNREFUSED, route /pay`. */
  readonly causes: readonly string[];
  /** Where it is and what was measured. */
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly lines: readonly string[];
  readonly linesNote: string | undefined;
  readonly links: readonly (readonly [text: string, url: string])[];
}

const SYMBOLS: Readonly<Record<string, string>> = {
  ALARM: "🔴",
  OK: "✅",
  INSUFFICIENT_DATA: "⚪",
  MESSAGE: "ℹ️",
};
const LINE_CHARACTERS = 500;
const CAUSE_CHARACTERS = 300;

/**
 * Says what happened, since when, how often and why, and only then where, and where to go on. Text of logs and alarms turns no
 * direction of writing and hides nothing: what would be obeyed instead of shown is an escape such as `\u202e`.
 */
export function alertText(notification: Notification): AlertText {
  const { alert } = notification;
  const causes = notification.causes.map((cause) => cut(escapeControls(causeText(cause)), CAUSE_CHARACTERS));
  return {
    title: `${SYMBOLS[alert.state] ?? "❔"} ${alert.kind === "message" ? "" : `${alert.state}: `}${escapeControls(alert.name)}`,
    reason: inLines(alert.reason),
    summary: present([
      ["State", alert.kind === "message" ? undefined : stateText(notification)],
      ["Severity", severityOf(alert)],
      ["Since", timeText(alert.changedAt)],
      ["Events", notification.lineCount > 0 ? String(notification.lineCount) : undefined],
    ]),
    causes,
    facts: present([
      ["Account", alert.accountId],
      ["Region", alert.region],
      ["Metric", metricText(notification)],
      ["Condition", alert.condition],
      [alert.kind === "composite" ? "Rule" : "Expression", alert.expression],
      ["Caused by", alert.children.join(", ")],
      ["Description", alert.description],
      [
        "Not sent",
        notification.suppressed > 0
          ? `${notification.suppressed} earlier changes of this alarm (rate limit)`
          : undefined,
      ],
    ]),
    lines: notification.lines.map((line) => cut(inLines(lineText(line)), LINE_CHARACTERS)),
    linesNote: notification.linesNote,
    links: present([
      ["Runbook", notification.runbookUrl],
      ["Logs Insights", notification.insightsUrl],
      ["Alarm", notification.alarmUrl],
    ]),
  };
}

/** Each line by itself: a text of several lines keeps them. */
const inLines = (text: string): string => text.split(/\r?\n/).map(escapeControls).join("\n");

function present(entries: readonly (readonly [string, string | undefined])[]): [string, string][] {
  return entries.flatMap(([label, value]): [string, string][] =>
    value === undefined || value === "" ? [] : [[label, inLines(value)]],
  );
}

const timeText = (time: number): string =>
  new Date(time)
    .toISOString()
    .replace("T", " ")
    .replace(/\.\d+Z$/, " UTC");

/** Escapes text so that what comes out has at most so many characters: cut before, so that no escape is cut in two. */
export function fitEscaped(text: string, length: number, escaping: (text: string) => string): string {
  let kept = cut(text, length);
  let escaped = escaping(kept);
  while (escaped.length > length && kept.length > 1) {
    // Escapes lengthen a text by a factor that its beginning shows.
    const shorter = Math.floor((kept.length * length) / escaped.length);
    kept = cut(text, Math.max(1, Math.min(kept.length - 1, shorter)));
    escaped = escaping(kept);
  }
  return escaped;
}

/** Cuts text without leaving half of a surrogate pair. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = length - 1;
  const code = text.charCodeAt(end - 1);
  return `${text.slice(0, code >= 0xd800 && code <= 0xdbff ? end - 1 : end)}…`;
}

/** Takes as many lines as fit into a number of characters, and says how many did not. */
export function fitLines(lines: readonly string[], characters: number): string {
  const taken: string[] = [];
  let left = characters;
  for (const line of lines) {
    if (line.length + 1 > left) break;
    taken.push(line);
    left -= line.length + 1;
  }
  const missing = lines.length - taken.length;
  if (missing > 0) taken.push(`… and ${missing} more`);
  return taken.join("\n");
}

function stateText({ alert }: Notification): string {
  return alert.previousState === undefined ? alert.state : `${alert.previousState} → ${alert.state}`;
}

function metricText({ alert }: Notification): string | undefined {
  if (alert.metrics.length === 0) return undefined;
  return alert.metrics
    .map((metric) => {
      const dimensions = Object.entries(metric.dimensions).map(([name, value]) => `${name}=${value}`);
      const where = dimensions.length === 0 ? "" : ` {${dimensions.join(", ")}}`;
      return `${metric.namespace}/${metric.name}${where}${metric.statistic === undefined ? "" : ` (${metric.statistic})`}`;
    })
    .join(", ");
}
