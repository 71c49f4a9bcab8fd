import type { AlertKind, LogLine } from "./alert.ts";
import { type Json, list, number, object, string, time } from "./json-reading.ts";

export function kindOf(facts: {
  rule?: string | undefined;
  expression?: string | undefined;
  metrics: number;
  isLog: boolean;
}): AlertKind {
  if (facts.rule !== undefined) return "composite";
  if (facts.isLog) return "log";
  if (facts.expression?.includes("ANOMALY_DETECTION_BAND")) return "anomaly";
  return facts.expression !== undefined || facts.metrics > 1 ? "metric-math" : "metric";
}

export function firstPeriod(metrics: readonly unknown[], stat: string, period: string): number | undefined {
  for (const entry of metrics) {
    const found = number(object(object(entry)?.[stat])?.[period]) ?? number(object(entry)?.[period]);
    if (found) return found;
  }
  return undefined;
}

export function childNames(value: unknown): string[] {
  return list(value).flatMap((entry) => {
    const child = object(entry);
    const arn = string(child?.["Arn"]) ?? string(child?.["arn"]);
    const name = arn?.split(":alarm:")[1] ?? string(child?.["name"]);
    return name === undefined ? [] : [name];
  });
}

/** What tells an alert about one of an alarm's contributors from those about the others. */
export interface ContributorFacts {
  /** The alarm's, and the contributor's when it is about one. */
  readonly key: string;
  /** Such as `endpoint=/api/orders: Threshold Crossed`. */
  readonly reason: string;
}

/**
 * Log alarms, and metric alarms on several time series, tell of each contributor by itself.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/multi-time-series-alarm.html
 */
export function withContributor(document: Json, key: string, reason: string): ContributorFacts {
  const contributor = object(document["alarmContributor"]);
  const attributes = object(document["AlarmContributorAttributes"]) ?? object(contributor?.["attributes"]);
  const id = string(document["AlarmContributorId"]) ?? string(contributor?.["id"]);
  const text =
    attributes &&
    Object.entries(attributes)
      .map(([name, value]) => `${name}=${String(value)}`)
      .join(", ");
  return {
    key: id === undefined ? key : `${key}#${id}`,
    reason: text ? `${text}: ${reason}` : reason,
  };
}

/** What a message says of a log alarm. */
export interface LogAlarmFacts {
  readonly query: string | undefined;
  readonly aggregation: string | undefined;
  readonly groups: readonly string[];
  /** Seconds from the oldest result that was looked at to the newest, and one interval more. */
  readonly windowSeconds: number;
}

/** A window when the message does not say one. */
const USUAL_WINDOW_SECONDS = 300;

/**
 * A log alarm's SNS message has its members beside the others; an event has them in its configuration.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html#alarm-sns-schema
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
export function logAlarmOf(document: Json, reasonData: Json): LogAlarmFacts | undefined {
  const aggregation = string(document["AggregationExpression"]) ?? string(document["aggregationExpression"]);
  const query = string(document["QueryString"]) ?? string(document["queryString"]);
  if (aggregation === undefined && query === undefined) return undefined;
  const offset = number(object(document["schedule"])?.["startTimeOffset"]);
  return {
    query,
    aggregation,
    groups: groupNames(document["LogGroups"] ?? document["logGroupIdentifiers"]),
    windowSeconds: offset === undefined ? spanOf(reasonData) : Math.max(offset, spanOf(reasonData)),
  };
}

function spanOf(reasonData: Json): number {
  const times = list(reasonData["results"])
    .map((result) => time(object(result)?.["timestamp"]))
    .filter((at) => at !== undefined);
  if (times.length < 2) return USUAL_WINDOW_SECONDS;
  const [first, last] = [Math.min(...times), Math.max(...times)];
  return Math.round(((last - first) / (times.length - 1)) * times.length) / 1000;
}

function groupNames(value: unknown): string[] {
  return list(value).flatMap((group) => {
    const text = string(group);
    return text === undefined
      ? []
      : [text.replace(/^arn:[^:]*:logs:[^:]*:[^:]*:log-group:/, "").replace(/:\*$/, "")];
  });
}

/** A log alarm can carry the lines that its query found. The name of that member varies with the way the message took. */
export function embeddedLines(document: Json): LogLine[] {
  for (const [name, value] of Object.entries(document)) {
    if (!/^(action)?log_?(lines|events)$/i.test(name)) continue;
    return list(value).map((line) => {
      const entry = object(line);
      const message = string(entry?.["@message"]) ?? string(entry?.["message"]) ?? string(entry?.["Message"]);
      return {
        timestamp: time(entry?.["@timestamp"] ?? entry?.["timestamp"] ?? entry?.["Timestamp"]),
        logGroup: string(entry?.["@log"]) ?? string(entry?.["logGroup"]),
        logStream: string(entry?.["@logStream"]) ?? string(entry?.["logStream"]),
        message: message ?? (typeof line === "string" ? line : JSON.stringify(line)),
      };
    });
  }
  return [];
}
