import { contributorId } from "../alarm/contributor-id.ts";
import type { AlarmState } from "../alarm/types.ts";
import { LOG_ALARM_MAX_CONTRIBUTORS, LOG_ALARM_MAX_CONTRIBUTORS_IN_ALARM } from "../limits.ts";
import { parseAggregationExpression } from "./aggregation-expression.ts";
import { contributorName, orderContributors } from "./contributor-order.ts";
import { judgeResults, latest } from "./judge-results.ts";
import type {
  ContributorEvaluation,
  ContributorValue,
  LogAlarm,
  LogAlarmEvaluation,
  LogAlarmOptions,
  LogAlarmResult,
} from "./types.ts";

/** Whether a run's result is one of contributors. */
export function isContributors(result: LogAlarmResult): boolean {
  return typeof result === "object" && result !== null;
}

/**
 * Each contributor on its own; one in ALARM is enough for the alarm. One that is gone from the latest run is OK whatever the
 * treatment of missing data.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-log.html#log-alarm-multi-contributor
 */
export function judgeContributors(
  alarm: LogAlarm,
  results: readonly LogAlarmResult[],
  previousState: AlarmState,
  { timestamps }: LogAlarmOptions,
): LogAlarmEvaluation {
  const { by = [], sort = null } =
    alarm.aggregationExpression === undefined ? {} : parseAggregationExpression(alarm.aggregationExpression);
  const runs = results.map((result) => orderContributors(contributorsOf(result, by[0] ?? "name"), sort));
  const evaluated = runs.map((run) => run.slice(0, LOG_ALARM_MAX_CONTRIBUTORS));
  const isPartial = (runs.at(-1)?.length ?? 0) > LOG_ALARM_MAX_CONTRIBUTORS;
  const values = evaluated.map((run) => new Map(run.map((each) => [contributorId(each), each.value])));
  const present = evaluated.at(-1) ?? [];
  let inAlarm = 0;
  const judge = (contributor: ContributorValue): ContributorEvaluation => {
    const id = contributorId(contributor);
    const { state, reason } = judgeResults(
      alarm,
      values.map((run, index) => ({
        value: run.get(id),
        timestamp: latest(timestamps, values.length, index),
      })),
    );
    const alarming = state === "ALARM" && inAlarm < LOG_ALARM_MAX_CONTRIBUTORS_IN_ALARM;
    if (alarming) inAlarm += 1;
    return { ...describe(contributor, id), state: alarming ? "ALARM" : "OK", reason };
  };
  const contributors = present.map(judge);
  const here = new Set(contributors.map(({ id }) => id));
  const gone = new Map<string, ContributorEvaluation>();
  for (const contributor of evaluated.slice(0, -1).flat()) {
    const id = contributorId(contributor);
    if (here.has(id) || isPartial) continue;
    const reason = "The contributor is no longer in the query's results.";
    gone.set(id, { ...describe(contributor, id), state: "OK", reason });
  }
  const all = [...contributors, ...gone.values()];
  const evaluationState = isPartial ? { evaluationState: "PARTIAL_DATA" as const } : {};
  const known =
    inAlarm > 0 || results.length >= alarm.queryResultsToEvaluate || previousState !== "INSUFFICIENT_DATA";
  if (!known || (all.length === 0 && previousState === "INSUFFICIENT_DATA"))
    return {
      state: "INSUFFICIENT_DATA",
      reason: "Insufficient Data: not enough query results.",
      contributors: all,
      ...evaluationState,
    };
  return {
    state: inAlarm > 0 ? "ALARM" : "OK",
    reason: `${inAlarm} out of ${contributors.length} contributors evaluated to ALARM`,
    contributors: all,
    ...evaluationState,
  };
}

function describe(
  contributor: ContributorValue,
  id: string,
): Pick<ContributorEvaluation, "id" | "name" | "attributes"> {
  return { id, name: contributorName(contributor), attributes: contributor.attributes };
}

function contributorsOf(result: LogAlarmResult, attribute: string): readonly ContributorValue[] {
  if (typeof result !== "object" || result === null) return [];
  if (Array.isArray(result)) return result as readonly ContributorValue[];
  return Object.entries(result).map(([name, value]) => ({ attributes: { [attribute]: name }, value }));
}
