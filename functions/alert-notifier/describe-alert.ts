import { groupCauses } from "cumulog/analysis";
import { insightsStages } from "cumulog/semantics/pattern";
import { isResolved, type Notification } from "./alert.ts";
import type { NotifierConfiguration } from "./configuration.ts";
import type { Incoming } from "./incoming.ts";
import { alarmUrl, insightsUrl } from "./insights-link.ts";
import { findLines, type LineClients } from "./log-lines.ts";
import { type AlertMemory, rememberCauses } from "./memory.ts";

interface DescriptionParts {
  readonly configuration: NotifierConfiguration;
  readonly clients: LineClients;
  readonly region: string | undefined;
}

/** What people are told of an alert: the lines behind it with their causes, and links. The memory takes note of the causes. */
export async function describeAlert(
  one: Incoming,
  parts: DescriptionParts,
  memory: AlertMemory,
  suppressed: number,
  budget: AbortSignal,
): Promise<Notification> {
  const { alert } = one;
  const region = alert.region ?? parts.region;
  const limit = isResolved(alert) ? 0 : parts.configuration.lines;
  const found = await findLines(alert, parts.clients, limit, budget);
  const causes = limit === 0 ? [] : groupCauses(found.lines, memory.causes);
  rememberCauses(memory, causes, alert.changedAt);
  const hasRegion = region !== undefined && /^[a-z]{2}(-[a-z]+)+-\d$/.test(region);
  return {
    alert,
    id: one.id,
    lines: found.lines.slice(0, limit),
    causes,
    lineCount: limit === 0 ? 0 : found.lines.length,
    linesNote: isResolved(alert) ? undefined : found.note,
    insightsUrl:
      hasRegion && found.logGroups.length > 0
        ? insightsUrl({
            region,
            logGroups: found.logGroups,
            queryString: queryFor(alert.kind, alert.expression, found.pattern),
            ...found.window,
          })
        : undefined,
    alarmUrl:
      hasRegion && alert.kind !== "message" && alert.kind !== "rule"
        ? alarmUrl(region, alert.name)
        : undefined,
    runbookUrl: runbook(alert.description, alert.name, parts.configuration.runbookUrl),
    suppressed,
  };
}

function queryFor(kind: string, expression: string | undefined, pattern: string | undefined): string {
  if (kind === "log" && expression !== undefined) return expression;
  const stages = stagesOf(pattern ?? "");
  return ["fields @timestamp, @logStream, @message", ...stages, "sort @timestamp desc", "limit 100"].join(
    "\n| ",
  );
}

/** The same filter as the alarm's, where the query language can say it. */
function stagesOf(pattern: string): readonly string[] {
  try {
    return insightsStages(pattern) ?? [];
  } catch {
    return [];
  }
}

/** `runbook: https://…` in the alarm's description, else the configured address. */
function runbook(
  description: string | undefined,
  name: string,
  fallback: string | undefined,
): string | undefined {
  const named = /\brunbook\s*[:=]\s*(https?:\/\/[^\s<>"]+)/i.exec(description ?? "")?.[1];
  return named?.replace(/[.,;)]+$/, "") ?? fallback?.replaceAll("{alarm}", encodeURIComponent(name));
}
