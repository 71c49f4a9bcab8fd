import type { LogOptions } from "../log-options.ts";

/** How sure the detector has to be. */
export type Sensitivity = "low" | "medium" | "high";

/** What `cumulog backtest` was told. */
export interface BacktestCommandOptions extends LogOptions {
  readonly alarms?: string;
  readonly pattern?: string;
  readonly moreThan: number;
  readonly within: string;
  readonly windows?: string;
  readonly group?: string;
  readonly from?: string;
  readonly to?: string;
  readonly sweep?: string;
  readonly suggest: boolean;
  readonly compare?: string;
  readonly incidents?: string;
  readonly failOnMore: boolean;
  readonly only?: string;
  readonly report?: string;
  readonly anomalies: boolean;
  readonly values: boolean;
  readonly scores: boolean;
  readonly sensitivity: Sensitivity;
  readonly json: boolean;
}

/**
 * Refuses what belongs to alarms where none is tested.
 * @throws Error that names it
 */
export function refuseAlarmOptions(mode: "--anomalies" | "--values", options: BacktestCommandOptions): void {
  const given = {
    alarms: options.alarms,
    pattern: options.pattern,
    sweep: options.sweep,
    suggest: options.suggest,
    compare: options.compare,
    "fail-on-more": options.failOnMore,
    incidents: options.incidents,
    only: options.only,
    report: options.report,
  };
  const others = Object.entries(given).flatMap(([name, value]) => (value ? [name] : []));
  if (others.length > 0)
    throw new Error(
      `${mode} needs no alarm: it cannot be had with ${others.map((name) => `--${name}`).join(", ")}.`,
    );
}
