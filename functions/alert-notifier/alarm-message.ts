import { parseEvent } from "./alarm-event.ts";
import {
  childNames,
  embeddedLines,
  firstPeriod,
  kindOf,
  logAlarmOf,
  withContributor,
} from "./alarm-parts.ts";
import type { Alert, AlertMetric, LogLine } from "./alert.ts";
import { type Json, list, number, object, parseObject, regionOf, string, time } from "./json-reading.ts";

/**
 * Reads what SNS delivers for an alarm, and makes a readable alert of any other text.
 * Metric-math alarms have no `Trigger.MetricName`, composite and log alarms no `Trigger`, and a description may be null.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export function parseMessage(
  text: string,
  envelope: { subject?: string; timestamp?: string; id?: string },
): Alert {
  const document = parseObject(text);
  if (document !== undefined) {
    if (typeof document["AlarmName"] === "string") return fromAlarmMessage(document);
    const event = parseEvent(document);
    if (event !== undefined) return event;
    if (document["cumulogAlert"] === 1) return fromRule(document);
    if (document["cumulogReport"] === 1)
      return fromText(`${document["report"]} ${document["link"]}`, envelope);
  }
  return fromText(text, envelope);
}

function fromAlarmMessage(document: Json): Alert {
  const trigger = object(document["Trigger"]) ?? {};
  const arn = string(document["AlarmArn"]);
  const metrics = list(trigger["Metrics"]);
  const rule = string(document["AlarmRule"]);
  const reasonData = document["NewStateReasonData"];
  const log = logAlarmOf(document, object(reasonData) ?? parseObject(string(reasonData) ?? "") ?? {});
  const expression = metrics
    .map((metric) => string(object(metric)?.["Expression"]))
    .find((text) => text !== undefined);
  const own = triggerMetric(trigger);
  const period = number(trigger["Period"]) || firstPeriod(metrics, "MetricStat", "Period");
  const periods = number(trigger["EvaluationPeriods"]) ?? 1;
  const key = arn ?? `${document["AWSAccountId"]}:${document["Region"]}:${document["AlarmName"]}`;
  const reason = string(document["NewStateReason"]) ?? "";
  return {
    kind: kindOf({ rule, expression, metrics: metrics.length, isLog: log !== undefined }),
    ...withContributor(document, key, reason),
    name: String(document["AlarmName"]),
    description: string(document["AlarmDescription"]),
    state: string(document["NewStateValue"]) ?? "UNKNOWN",
    previousState: string(document["OldStateValue"]),
    changedAt: time(document["StateChangeTime"]) ?? Date.now(),
    accountId: string(document["AWSAccountId"]),
    region: regionOf(arn) ?? string(document["Region"]),
    metrics: own === undefined ? metrics.flatMap(messageMetric) : [own],
    expression: rule ?? expression ?? log?.query,
    condition: condition(trigger) ?? log?.aggregation,
    windowSeconds: log?.windowSeconds ?? (period || 60) * periods,
    children: childNames(document["TriggeringChildren"]),
    logGroups: log?.groups ?? [],
    lines: embeddedLines(document),
  };
}

function fromRule(document: Json): Alert {
  const events = list(document["events"]).flatMap((event): LogLine[] => {
    const entry = object(event);
    if (entry === undefined) return [];
    return [
      {
        timestamp: number(entry["timestamp"]),
        logGroup: string(document["logGroup"]),
        logStream: string(entry["logStream"]) ?? string(document["logStream"]),
        message: string(entry["message"]) ?? "",
      },
    ];
  });
  const name = string(document["rule"]) ?? "rule";
  return {
    ...EMPTY,
    kind: "rule",
    key: `${document["accountId"]}:${document["region"]}:${document["logGroup"]}:${name}`,
    name,
    description: string(document["description"]),
    state: "ALARM",
    reason:
      string(document["reason"]) ??
      `${number(document["count"]) ?? events.length} log events of ${document["logGroup"]} matched ${document["pattern"]}`,
    changedAt: time(document["at"]) ?? Date.now(),
    accountId: string(document["accountId"]),
    region: string(document["region"]),
    logGroups: [string(document["logGroup"])].filter((group) => group !== undefined),
    lines: events,
  };
}

function fromText(text: string, envelope: { subject?: string; timestamp?: string; id?: string }): Alert {
  const subject = envelope.subject ?? "";
  return {
    ...EMPTY,
    kind: "message",
    key: `message:${envelope.id ?? text}`,
    name: subject === "" ? "Message" : subject,
    state: "MESSAGE",
    reason: readable(text),
    changedAt: time(envelope.timestamp) ?? Date.now(),
  };
}

const EMPTY = {
  description: undefined,
  previousState: undefined,
  accountId: undefined,
  region: undefined,
  metrics: [],
  expression: undefined,
  condition: undefined,
  windowSeconds: 300,
  children: [],
  logGroups: [],
  lines: [],
} as const;

function triggerMetric(trigger: Json): AlertMetric | undefined {
  const name = string(trigger["MetricName"]);
  if (name === undefined) return undefined;
  return {
    namespace: string(trigger["Namespace"]) ?? "",
    name,
    dimensions: namedDimensions(trigger["Dimensions"]),
    statistic: string(trigger["Statistic"]) ?? string(trigger["ExtendedStatistic"]),
    period: number(trigger["Period"]),
  };
}

function messageMetric(entry: unknown): AlertMetric[] {
  const stat = object(object(entry)?.["MetricStat"]);
  const metric = object(stat?.["Metric"]);
  const name = string(metric?.["MetricName"]);
  if (stat === undefined || metric === undefined || name === undefined) return [];
  return [
    {
      namespace: string(metric["Namespace"]) ?? "",
      name,
      dimensions: namedDimensions(metric["Dimensions"]),
      statistic: string(stat["Stat"]),
      period: number(stat["Period"]),
    },
  ];
}

function namedDimensions(value: unknown): Record<string, string> {
  const dimensions: Record<string, string> = {};
  for (const entry of list(value)) {
    const pair = object(entry);
    const name = string(pair?.["name"]) ?? string(pair?.["Name"]);
    if (name !== undefined) dimensions[name] = String(pair?.["value"] ?? pair?.["Value"] ?? "");
  }
  return dimensions;
}

function condition(trigger: Json): string | undefined {
  const operator = string(trigger["ComparisonOperator"]);
  if (operator === undefined) return undefined;
  const words = operator.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  const threshold = number(trigger["Threshold"]);
  const needed = number(trigger["DatapointsToAlarm"]) ?? number(trigger["EvaluationPeriods"]);
  const limit = threshold === undefined ? words : `${words.replace(/ threshold$/, "")} ${threshold}`;
  return needed === undefined
    ? limit
    : `${limit}, ${needed} of ${number(trigger["EvaluationPeriods"]) ?? needed} periods`;
}

function readable(text: string): string {
  const document = parseObject(text);
  return document === undefined ? text : JSON.stringify(document, undefined, 2);
}
