import type { AlertKind, LogLine } from "./alert.ts";
import { type Json, list, number, object, string, time } from "./json-reading.ts";

export function kindOf(facts: {
  rule?: string | undefined;
  expression?: string | undefined;
  metrics: number;
  query: unknown;
}): AlertKind {
  if (facts.rule !== undefined) return "composite";
  if (facts.query !== undefined) return "log";
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

export function queryGroups(configuration: unknown): string[] {
  const query = object(configuration);
  const groups = list(query?.["LogGroupIdentifiers"] ?? query?.["logGroupIdentifiers"]);
  return groups.flatMap((group) => {
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
