import { type Incident, type IncidentScore, scoreOf } from "./incidents.ts";
import { type AlarmResult, type BacktestResult, isPage } from "./result.ts";

/** What one configuration does over a history. */
export interface ComparedSide {
  readonly pages: number;
  /** Milliseconds in ALARM altogether. */
  readonly firingMs: number;
  /** Given with incidents. */
  readonly score?: IncidentScore | undefined;
}

/** An alarm in two configurations; undefined where there is none of its name. */
export interface ComparedAlarm {
  readonly alarmName: string;
  readonly before: ComparedSide | undefined;
  readonly after: ComparedSide | undefined;
}

/** Two configurations over the same history. */
export interface Comparison {
  readonly before: ComparedSide;
  readonly after: ComparedSide;
  readonly alarms: readonly ComparedAlarm[];
}

/** Compares what two configurations do over the same history. @param incidents scores both, when given */
export function compareResults(
  before: BacktestResult,
  after: BacktestResult,
  incidents?: readonly Incident[],
): Comparison {
  const names = [...new Set([...before.alarms, ...after.alarms].map(({ alarmName }) => alarmName))];
  const sideOf = (result: BacktestResult, alarms: readonly AlarmResult[]): ComparedSide => ({
    pages: alarms.reduce((sum, { firings }) => sum + firings.filter(isPage).length, 0),
    firingMs: alarms.reduce((sum, { firingMs }) => sum + firingMs, 0),
    score: incidents && scoreOf(alarms, incidents, result),
  });
  const oneOf = (result: BacktestResult, name: string): ComparedSide | undefined => {
    const own = result.alarms.filter(({ alarmName }) => alarmName === name);
    return own.length === 0 ? undefined : sideOf(result, own);
  };
  return {
    before: sideOf(before, before.alarms),
    after: sideOf(after, after.alarms),
    alarms: names.map((alarmName) => ({
      alarmName,
      before: oneOf(before, alarmName),
      after: oneOf(after, alarmName),
    })),
  };
}
