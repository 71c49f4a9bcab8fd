import type { LogParsing } from "@cumulog/cdk";
import { alarmSetOfSignals, type BacktestResult, isPage, runBacktest } from "@cumulog/local/backtest";
import { type ReadOptions, readBlocks } from "cumulog/analysis";
import {
  differenceSentence,
  muteRule,
  PRICES,
  readSignal,
  type Signal,
  type SignalCost,
  type SignalResources,
  signalCost,
  signalResources,
} from "cumulog/signals";
import { deploymentPackage } from "../deployment-package.ts";

const DAY = 86_400_000;

/** What one signal deploys, costs and would have done. */
export interface PlannedSignal {
  readonly name: string;
  readonly group: string;
  readonly kind: Signal["kind"];
  /** Why this way. */
  readonly reason: string;
  /** How many of each resource. */
  readonly resources: Readonly<Record<string, number>>;
  readonly cost: SignalCost;
  /** Times that its reporting alarms told people; absent without a log. */
  readonly firings?: number;
  readonly firingsPerDay?: number;
  /** What it is on Google Cloud, when the configuration has googleCloud. */
  readonly google?: GoogleSide;
}

/** A signal on Google Cloud: where it may say something else than on AWS, or why it cannot be there. */
export type GoogleSide = { readonly differences: readonly string[] } | { readonly reason: string };

export interface Plan {
  readonly signals: readonly PlannedSignal[];
  /** Dollars a month of all signals, in the region and at the date of the prices. */
  readonly monthly: number;
  readonly prices: { readonly region: string; readonly readOn: string };
  readonly bytesPerDay: number;
  /** What the log was that the signals were tested on. */
  readonly history?: Pick<BacktestResult, "events" | "start" | "end" | "warnings">;
}

export interface PlanSettings {
  readonly logs: readonly string[];
  readonly reading: ReadOptions;
  /** @default what the log says, 0 without one */
  readonly bytesPerDay: number | undefined;
  readonly dimensionValues: number;
  readonly signal: AbortSignal;
}

/** @throws DeploymentConfigurationError, and HistoryError when the log cannot be read */
export async function makePlan(
  path: string,
  { logs, reading, bytesPerDay, dimensionValues, signal }: PlanSettings,
): Promise<Plan> {
  const { descriptionOf, processorsOf, readDeployment, signalOnGoogle } = await deploymentPackage();
  const configuration = readDeployment(path);
  const { groups, signals, googleCloud, mute } = configuration;
  const googleSide = (name: string): GoogleSide => {
    const made = signalOnGoogle(configuration, name, signals[name]!);
    return "reason" in made ? made : { differences: [...new Set(made.differences)].map(differenceSentence) };
  };
  const read = Object.entries(signals).map(([name, description]) => ({
    name,
    group: description.group,
    signal: readSignal(descriptionOf(description)),
    logGroupName: groups[description.group]!.name,
    parse: groups[description.group]!.parse as LogParsing | undefined,
  }));
  let bytes = 0;
  const result =
    logs.length === 0
      ? undefined
      : await runBacktest(
          {
            ...alarmSetOfSignals(
              read.map(({ name, signal: one, parse }) => ({
                name,
                signal: one,
                ...(parse !== undefined && { transformer: processorsOf(parse) }),
              })),
            ),
            muteRules: Object.entries(mute).map(([name, window]) => muteRule(name, window)),
          },
          readBlocks(logs, { ...reading, onRead: (count) => (bytes += count) }),
          { signal },
        );
  const days = Math.max(1 / 24, ((result?.end ?? 0) - (result?.start ?? 0)) / DAY);
  const volume = bytesPerDay ?? (result ? bytes / days : 0);
  const planned = read.map(({ name, group, signal: one, logGroupName }): PlannedSignal => {
    const made = signalResources(one, { name, logGroupName });
    const firings = firingsOf(made, result);
    return {
      name,
      group,
      kind: one.kind,
      reason: made.reason,
      resources: countsOf(made),
      cost: signalCost(made, { dimensionValues, bytesPerDay: volume }),
      ...(firings !== undefined && { firings, firingsPerDay: firings / days }),
      ...(googleCloud && { google: googleSide(name) }),
    };
  });
  return {
    signals: planned,
    monthly: planned.reduce((sum, { cost }) => sum + cost.monthly, 0),
    prices: { region: PRICES.region, readOn: PRICES.readOn },
    bytesPerDay: volume,
    ...(result && {
      history: {
        events: result.events,
        start: result.start,
        end: result.end,
        warnings: result.warnings,
      },
    }),
  };
}

function firingsOf({ reporting }: SignalResources, result: BacktestResult | undefined): number | undefined {
  if (!result) return undefined;
  return result.alarms
    .filter(({ alarmName }) => reporting.includes(alarmName))
    .reduce((sum, { firings }) => sum + firings.filter(isPage).length, 0);
}

function countsOf({ metricFilters, metricAlarms, compositeAlarms, logAlarms }: SignalResources) {
  const all = {
    "metric filter": metricFilters.length,
    alarm: metricAlarms.length,
    "composite alarm": compositeAlarms.length,
    "log alarm": logAlarms.length,
  };
  return Object.fromEntries(Object.entries(all).filter(([, count]) => count > 0));
}
