import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { CloudWatchLogsClient, MetricFilter } from "@aws-sdk/client-cloudwatch-logs";
import { compilePattern, compileSelector, MessageView } from "cumulog/semantics/pattern";
import type { Alert, AlertMetric, LogLine } from "./alert.ts";
import { evaluatedWindow, type Window } from "./window.ts";

/** What was found behind an alarm. */
export interface FoundLines {
  /** Newest first; more than are shown. */
  readonly lines: readonly LogLine[];
  readonly logGroups: readonly string[];
  /** Pattern of the first filter, for the query behind the link. */
  readonly pattern: string | undefined;
  readonly window: Window;
  /** Why there are no lines, in a sentence. */
  readonly note: string | undefined;
}

/** Clients, made when they are first needed, once for a process. */
export interface LineClients {
  /** Groups that may be read; undefined for any. */
  readonly logGroups?: readonly string[] | undefined;
  logs(): Promise<CloudWatchLogsClient>;
  cloudWatch(): Promise<CloudWatchClient>;
}

const FILTERS_PER_ALARM = 10;
const PAGES_PER_FILTER = 20;
/** Lines that are read to group them. */
const LINES_READ = 1_000;

/**
 * Finds the log lines that triggered an alarm: the metric filters that make its metrics, and the events that match their
 * patterns within the evaluated window, newest first. A composite alarm is followed to the alarms that changed it.
 * Never rejects: an alert without its lines is better than none.
 */
export async function findLines(
  alert: Alert,
  clients: LineClients,
  limit: number,
  signal: AbortSignal,
): Promise<FoundLines> {
  const window = evaluatedWindow(alert);
  const found = {
    lines: alert.lines,
    logGroups: alert.logGroups,
    pattern: undefined,
    window,
    note: undefined,
  };
  if (alert.lines.length > 0 || alert.kind === "message" || limit === 0) return found;
  try {
    const metrics =
      alert.kind === "composite" ? await metricsOfChildren(alert, clients, signal) : alert.metrics;
    const sources = await filtersOf(metrics, clients, signal);
    if (sources.length === 0) {
      return {
        ...found,
        note:
          alert.kind === "log" ? undefined : "No metric filter makes this metric, so there are no log lines.",
      };
    }
    const logGroups = [...new Set(sources.map(({ filter }) => filter.logGroupName!))];
    const lines = (
      await Promise.all(sources.map((source) => matching(source, window, clients, signal)))
    ).flat();
    lines.sort((a, b) => (b.timestamp ?? 0) - (a.timestamp ?? 0));
    const note = lines.length === 0 ? "The filter matched no event within the evaluated time." : undefined;
    return {
      lines: lines.slice(0, LINES_READ),
      logGroups,
      pattern: narrowedPattern(sources[0]!),
      window,
      note,
    };
  } catch (error) {
    return { ...found, note: `The log lines could not be read (${(error as Error).name}).` };
  }
}

interface Source {
  readonly filter: MetricFilter;
  /** Selector of each dimension that the alarm fixes, with the value. */
  readonly dimensions: readonly (readonly [selector: string, value: string])[];
}

async function filtersOf(
  metrics: readonly AlertMetric[],
  { logs, logGroups }: LineClients,
  signal: AbortSignal,
): Promise<Source[]> {
  const { DescribeMetricFiltersCommand } = await import("../shared/clients/cloudwatch-logs.ts");
  const sources = new Map<string, Source>();
  for (const metric of metrics) {
    if (metric.namespace === "" || metric.namespace.startsWith("AWS/")) continue;
    for (const logGroupName of logGroups ?? [undefined]) {
      let nextToken: string | undefined;
      do {
        const page = await (await logs()).send(
          new DescribeMetricFiltersCommand({
            logGroupName,
            metricName: metric.name,
            metricNamespace: metric.namespace,
            nextToken,
          }),
          { abortSignal: signal },
        );
        for (const filter of page.metricFilters ?? []) {
          const source = sourceOf(filter, metric);
          if (source !== undefined)
            sources.set(JSON.stringify([filter.logGroupName, filter.filterName, source.dimensions]), source);
        }
        nextToken = page.nextToken;
      } while (nextToken !== undefined && sources.size < FILTERS_PER_ALARM);
    }
  }
  return [...sources.values()].slice(0, FILTERS_PER_ALARM);
}

function sourceOf(filter: MetricFilter, metric: AlertMetric): Source | undefined {
  if (filter.logGroupName === undefined) return undefined;
  const transformation = filter.metricTransformations?.find(
    (candidate) => candidate.metricName === metric.name && candidate.metricNamespace === metric.namespace,
  );
  if (transformation === undefined) return undefined;
  const selectors = transformation.dimensions ?? {};
  const dimensions: [string, string][] = [];
  for (const [name, value] of Object.entries(metric.dimensions)) {
    // A filter that does not publish this dimension cannot have made the metric.
    if (selectors[name] === undefined) return undefined;
    dimensions.push([selectors[name], value]);
  }
  return { filter, dimensions };
}

async function matching(
  source: Source,
  window: Window,
  { logs }: LineClients,
  signal: AbortSignal,
): Promise<LogLine[]> {
  const { FilterLogEventsCommand } = await import("../shared/clients/cloudwatch-logs.ts");
  const pattern = source.filter.filterPattern ?? "";
  const narrowed = narrow(pattern, source.dimensions);
  const keeps = dimensionTest(pattern, narrowed === undefined ? source.dimensions : []);
  const kept: LogLine[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < PAGES_PER_FILTER; page += 1) {
    const answer = await (await logs()).send(
      new FilterLogEventsCommand({
        logGroupName: source.filter.logGroupName!,
        filterPattern: narrowed ?? pattern,
        startTime: window.start,
        endTime: window.end,
        nextToken,
      }),
      { abortSignal: signal },
    );
    for (const event of answer.events ?? []) {
      const message = event.message ?? "";
      if (!keeps(message)) continue;
      kept.push({
        timestamp: event.timestamp,
        logGroup: source.filter.logGroupName,
        logStream: event.logStreamName,
        message,
      });
      if (kept.length > LINES_READ) kept.shift();
    }
    nextToken = answer.nextToken;
    if (nextToken === undefined) break;
  }
  return kept;
}

/** The pattern of the events that the alarm looks at, as far as it can be said. */
function narrowedPattern({ filter, dimensions }: Source): string {
  const pattern = filter.filterPattern ?? "";
  return narrow(pattern, dimensions) ?? pattern;
}

/** Adds the dimensions' values to a JSON pattern, so that the service does the selection; undefined where that cannot be said. */
function narrow(pattern: string, dimensions: Source["dimensions"]): string | undefined {
  const trimmed = pattern.trim();
  if (dimensions.length === 0 || !trimmed.startsWith("{")) return undefined;
  const conditions = dimensions.map(([selector, value]) => `${selector} = ${JSON.stringify(value)}`);
  const narrowed = `{ (${trimmed.slice(1, -1)}) && ${conditions.join(" && ")} }`;
  // A star in the value would be a wildcard.
  if (narrowed.length > 1024 || dimensions.some(([, value]) => /[*"\\]/.test(value))) return undefined;
  return narrowed;
}

function dimensionTest(pattern: string, dimensions: Source["dimensions"]): (message: string) => boolean {
  if (dimensions.length === 0) return () => true;
  const compiled = compilePattern(pattern);
  const tests = dimensions.map(([selector, value]) => ({ selector: compileSelector(selector), value }));
  return (message) => {
    const view = new MessageView(message);
    return tests.every(
      ({ selector, value }) => selector !== undefined && String(compiled.read(view, selector)) === value,
    );
  };
}

async function metricsOfChildren(
  alert: Alert,
  clients: LineClients,
  signal: AbortSignal,
): Promise<readonly AlertMetric[]> {
  const names = alert.children.length > 0 ? alert.children : alarmsInRule(alert.expression ?? "");
  if (names.length === 0) return [];
  const { DescribeAlarmsCommand } = await import("../shared/clients/cloudwatch.ts");
  const answer = await (await clients.cloudWatch()).send(
    new DescribeAlarmsCommand({ AlarmNames: names.slice(0, 100), AlarmTypes: ["MetricAlarm"] }),
    { abortSignal: signal },
  );
  return (answer.MetricAlarms ?? [])
    .filter((alarm) => alarm.StateValue === alert.state || alert.children.length > 0)
    .flatMap((alarm) => {
      const stats = (alarm.Metrics ?? [])
        .map((query) => query.MetricStat)
        .filter((stat) => stat !== undefined);
      const own = {
        Metric: { Namespace: alarm.Namespace, MetricName: alarm.MetricName, Dimensions: alarm.Dimensions },
      };
      const sources = stats.length > 0 ? stats : [{ ...own, Period: alarm.Period, Stat: alarm.Statistic }];
      return sources.map((stat) => ({
        namespace: stat.Metric?.Namespace ?? "",
        name: stat.Metric?.MetricName ?? "",
        dimensions: Object.fromEntries(
          (stat.Metric?.Dimensions ?? []).map(({ Name, Value }) => [Name!, Value!]),
        ),
        statistic: stat.Stat,
        period: stat.Period,
      }));
    });
}

/** Names in `ALARM("a") OR ALARM(arn…:alarm:b)`. */
function alarmsInRule(rule: string): string[] {
  const names = [
    ...rule.matchAll(/\b(?:ALARM|OK|INSUFFICIENT_DATA)\(\s*(?:"([^"]*)"|'([^']*)'|([^)\s]+))\s*\)/g),
  ];
  return names.map((match) => {
    const reference = match[1] ?? match[2] ?? match[3] ?? "";
    return reference.split(":alarm:")[1] ?? reference;
  });
}
