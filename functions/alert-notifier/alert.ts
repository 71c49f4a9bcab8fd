import type { Cause } from "cumulog/analysis";

/** Where an alert came from. */
export type AlertKind = "metric" | "metric-math" | "anomaly" | "composite" | "log" | "rule" | "message";

/** One metric that an alarm looks at. */
export interface AlertMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string | undefined;
  /** Seconds. */
  readonly period: number | undefined;
}

/** A change of an alarm's state, or any other message that reached the notifier, in one form. */
export interface Alert {
  readonly kind: AlertKind;
  /** Same for all messages about one alarm: its ARN where there is one. */
  readonly key: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly state: string;
  readonly previousState: string | undefined;
  readonly reason: string;
  /** Milliseconds since the epoch of the change. */
  readonly changedAt: number;
  readonly accountId: string | undefined;
  readonly region: string | undefined;
  readonly metrics: readonly AlertMetric[];
  /** Expression of a metric-math alarm, rule of a composite one, query of a log alarm. */
  readonly expression: string | undefined;
  /** Condition in words, as far as the message has it. */
  readonly condition: string | undefined;
  /** Seconds that one evaluation looks back. */
  readonly windowSeconds: number;
  /** Names of alarms that made a composite one change. */
  readonly children: readonly string[];
  /** Log groups, where the message itself names them. */
  readonly logGroups: readonly string[];
  /** Log lines, where the message itself carries them. */
  readonly lines: readonly LogLine[];
}

/** A line of a log that belongs to an alert. */
export interface LogLine {
  readonly timestamp: number | undefined;
  readonly logGroup: string | undefined;
  readonly logStream: string | undefined;
  readonly message: string;
}

/** An alert with what was found out about it. */
export interface Notification {
  readonly alert: Alert;
  /** What the lines say, grouped, the most frequent first. */
  readonly causes: readonly Cause[];
  /** Lines found in all. */
  readonly lineCount: number;
  readonly lines: readonly LogLine[];
  /** Why there are no lines, or not all. */
  readonly linesNote: string | undefined;
  readonly insightsUrl: string | undefined;
  readonly alarmUrl: string | undefined;
  readonly runbookUrl: string | undefined;
  /** Changes of the same alarm that were not sent because of the rate limit. */
  readonly suppressed: number;
  /** Same for one change of state however often it is delivered. */
  readonly id: string;
}

/** True when the state says that the trouble is over. */
export function isResolved(alert: Alert): boolean {
  return alert.state === "OK";
}

const SEVERITIES = ["critical", "error", "warning", "info"] as const;

/** How bad an alert is, in PagerDuty's words. */
export type Severity = (typeof SEVERITIES)[number];

/** `severity: critical` in the alarm's description, as `LogAlarm` writes it; undefined if it says nothing. */
export function severityOf({ description }: Alert): Severity | undefined {
  const named = /\bseverity\s*[:=]\s*([a-z]+)/i.exec(description ?? "")?.[1]?.toLowerCase();
  return SEVERITIES.find((severity) => severity === named);
}
