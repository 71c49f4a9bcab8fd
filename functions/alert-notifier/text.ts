import { type Notification, severityOf } from "./alert.ts";

/** A notification in words, before it takes the form of one destination. */
export interface AlertText {
  readonly title: string;
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly reason: string;
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

/** Says what happened, since when, where, why, and where to go on. */
export function alertText(notification: Notification): AlertText {
  const { alert } = notification;
  const facts: [string, string][] = [];
  const add = (label: string, value: string | undefined) => {
    if (value !== undefined && value !== "") facts.push([label, value]);
  };
  if (alert.kind !== "message") add("State", stateText(notification));
  add("Severity", severityOf(alert));
  add(
    "Since",
    new Date(alert.changedAt)
      .toISOString()
      .replace("T", " ")
      .replace(/\.\d+Z$/, " UTC"),
  );
  add("Account", alert.accountId);
  add("Region", alert.region);
  add("Metric", metricText(notification));
  add("Condition", alert.condition);
  add(alert.kind === "composite" ? "Rule" : "Expression", alert.expression);
  add("Caused by", alert.children.join(", "));
  add("Description", alert.description);
  if (notification.suppressed > 0)
    add("Not sent", `${notification.suppressed} earlier changes of this alarm (rate limit)`);
  const links: [string, string][] = [];
  if (notification.runbookUrl !== undefined) links.push(["Runbook", notification.runbookUrl]);
  if (notification.insightsUrl !== undefined) links.push(["Logs Insights", notification.insightsUrl]);
  if (notification.alarmUrl !== undefined) links.push(["Alarm", notification.alarmUrl]);
  return {
    title: `${SYMBOLS[alert.state] ?? "❔"} ${alert.kind === "message" ? "" : `${alert.state}: `}${alert.name}`,
    facts,
    reason: alert.reason,
    lines: notification.lines.map((line) => cut(line.message.trimEnd(), LINE_CHARACTERS)),
    linesNote: notification.linesNote,
    links,
  };
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
