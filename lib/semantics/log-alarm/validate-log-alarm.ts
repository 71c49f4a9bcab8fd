import { checkNaming, checkObject, checkOneOf, checkText, checkWhole } from "../alarm/checks.ts";
import { ValidationError } from "../alarm/validation-error.ts";
import {
  ALARM_MAX_ACTIONS_PER_STATE,
  ALARM_WARM_UP_MAX_MINUTES,
  INSIGHTS_MAX_LOG_GROUPS,
  INSIGHTS_QUERY_MAX_LENGTH,
  LOG_ALARM_MAX_LOG_LINES,
  LOG_ALARM_MAX_QUERY_RESULTS,
  LOG_ALARM_MAX_START_OFFSET_SECONDS,
} from "../limits.ts";
import { parseSchedule } from "../schedule/schedule-times.ts";
import { parseAggregationExpression } from "./aggregation-expression.ts";
import type { LogAlarmInput, ScheduledQueryConfiguration } from "./types.ts";

const OPERATORS = [
  "GreaterThanThreshold",
  "GreaterThanOrEqualToThreshold",
  "LessThanThreshold",
  "LessThanOrEqualToThreshold",
];
const TREATMENTS = ["missing", "ignore", "breaching", "notBreaching"];
const ACTIONS = /^arn:[^:]+:(?:sns:[^:]+:\d+:|lambda:[^:]+:\d+:function:|ssm:[^:]+:\d+:opsitem:)/;
const OPS_ITEM = /^arn:[^:]+:ssm:[^:]+:\d+:opsitem:/;

/**
 * The rules of PutLogAlarm.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutLogAlarm.html
 *
 * @throws ValidationError
 */
export function validateLogAlarm(input: LogAlarmInput): void {
  checkObject(input, "PutLogAlarm");
  checkNaming(input.AlarmName, "AlarmName", input.AlarmDescription, "AlarmDescription");
  const evaluated = checkWhole(
    input.QueryResultsToEvaluate,
    "QueryResultsToEvaluate",
    1,
    LOG_ALARM_MAX_QUERY_RESULTS,
  );
  checkWhole(input.QueryResultsToAlarm, "QueryResultsToAlarm", 1, evaluated);
  if (typeof input.Threshold !== "number" || !Number.isFinite(input.Threshold))
    throw new ValidationError("Threshold: expected a number");
  checkOneOf(input.ComparisonOperator, "ComparisonOperator", OPERATORS);
  if (input.TreatMissingData !== undefined)
    checkOneOf(input.TreatMissingData, "TreatMissingData", TREATMENTS);
  checkQuery(checkObject(input.ScheduledQueryConfiguration, "ScheduledQueryConfiguration"));
  checkLogLines(input);
  checkActions(input);
  if (input.WarmUpConfiguration !== undefined)
    checkWhole(
      checkObject(input.WarmUpConfiguration, "WarmUpConfiguration").WarmUpPeriodDurationInMinutes,
      "WarmUpConfiguration.WarmUpPeriodDurationInMinutes",
      1,
      ALARM_WARM_UP_MAX_MINUTES,
    );
}

function checkQuery(query: ScheduledQueryConfiguration): void {
  const text = checkText(query.QueryString, "QueryString", INSIGHTS_QUERY_MAX_LENGTH);
  checkText(query.ScheduledQueryRoleARN, "ScheduledQueryRoleARN", 2048);
  attempt("AggregationExpression", () =>
    parseAggregationExpression(checkText(query.AggregationExpression, "AggregationExpression", 2048)),
  );
  const groups = query.LogGroupIdentifiers;
  const namesItsGroups = /^\s*\|?\s*source\b/i.test(text);
  if (
    groups === undefined || groups === null ? !namesItsGroups : !Array.isArray(groups) || groups.length === 0
  )
    throw new ValidationError("LogGroupIdentifiers: expected 1 to 50 log groups, or SOURCE in the query");
  if (groups && groups.length > INSIGHTS_MAX_LOG_GROUPS)
    throw new ValidationError(
      `LogGroupIdentifiers: expected at most ${INSIGHTS_MAX_LOG_GROUPS} log groups, found ${groups.length}`,
    );
  for (const group of groups ?? []) {
    checkText(group, "LogGroupIdentifiers", 2048);
    if (group.endsWith(":*"))
      throw new ValidationError("LogGroupIdentifiers: expected an ARN without the ending :*");
  }
  const schedule = checkObject(query.ScheduleConfiguration, "ScheduleConfiguration");
  attempt("ScheduleExpression", () =>
    parseSchedule(checkText(schedule.ScheduleExpression, "ScheduleExpression", 256)),
  );
  const start = checkWhole(
    schedule.StartTimeOffset,
    "StartTimeOffset",
    1,
    LOG_ALARM_MAX_START_OFFSET_SECONDS,
  );
  if (schedule.EndTimeOffset !== undefined) checkWhole(schedule.EndTimeOffset, "EndTimeOffset", 0, start - 1);
}

function checkLogLines({
  ActionLogLineCount,
  ActionLogLineRoleArn,
  ScheduledQueryConfiguration,
}: LogAlarmInput): void {
  if (ActionLogLineCount === undefined) return;
  if (checkWhole(ActionLogLineCount, "ActionLogLineCount", 0, LOG_ALARM_MAX_LOG_LINES) === 0) return;
  checkText(ActionLogLineRoleArn, "ActionLogLineRoleArn", 2048);
  if (/\bunmask\b/i.test(ScheduledQueryConfiguration.QueryString))
    throw new ValidationError("ActionLogLineCount: expected 0 for a query that uses unmask");
}

function checkActions(input: LogAlarmInput): void {
  for (const member of ["OKActions", "AlarmActions", "InsufficientDataActions"] as const) {
    const actions = input[member];
    if (actions === undefined) continue;
    if (!Array.isArray(actions) || actions.length > ALARM_MAX_ACTIONS_PER_STATE)
      throw new ValidationError(
        `${member}: expected a list of at most ${ALARM_MAX_ACTIONS_PER_STATE} actions`,
      );
    for (const action of actions) {
      checkText(action, member, 1024);
      const allowed = ACTIONS.test(action) && (member === "AlarmActions" || !OPS_ITEM.test(action));
      if (!allowed)
        throw new ValidationError(
          `${member}: "${action}" is not supported: expected an SNS topic, a Lambda function${member === "AlarmActions" ? ", or an OpsItem" : ""}`,
        );
    }
  }
}

function attempt(member: string, parse: () => unknown): void {
  try {
    parse();
  } catch (error) {
    if (error instanceof ValidationError) throw error;
    throw new ValidationError(`${member}: ${(error as Error).message}`, { cause: error });
  }
}
