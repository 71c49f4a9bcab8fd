import type { LogAlarmInput } from "cumulog/semantics";
import type { Cloud } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import type { LogAlarm } from "./alarm.ts";

const MANAGER = { principal: "cloudwatch.amazonaws.com" } as const;

/**
 * Makes or changes the scheduled query that a log alarm evaluates.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-log.html#log-alarm-managed-query
 *
 * @returns its ARN
 * @throws ServiceError `ResourceConflict` when there is another query of its name
 */
export async function putManagedQuery(
  cloud: Cloud,
  { AlarmName, ScheduledQueryConfiguration: query }: LogAlarmInput,
  present: LogAlarm | undefined,
): Promise<string> {
  const { ScheduleExpression, StartTimeOffset, EndTimeOffset } = query.ScheduleConfiguration;
  const definition = {
    queryLanguage: "CWLI",
    queryString: query.QueryString,
    ...(query.LogGroupIdentifiers && { logGroupIdentifiers: query.LogGroupIdentifiers }),
    scheduleExpression: ScheduleExpression,
    startTimeOffset: StartTimeOffset,
    endTimeOffset: EndTimeOffset ?? 0,
    executionRoleArn: query.ScheduledQueryRoleARN,
  };
  const identifier = present?.input.ScheduledQueryConfiguration.QueryARN;
  if (identifier !== undefined) {
    await cloud.call("logs", "UpdateScheduledQuery", { identifier, ...definition }, MANAGER);
    return identifier;
  }
  try {
    const name = `log-alarm-${AlarmName}`.replaceAll(/[^a-zA-Z0-9._#/-]/g, "_");
    const made = await cloud.call<{ scheduledQueryArn: string }>(
      "logs",
      "CreateScheduledQuery",
      { name, ...definition },
      MANAGER,
    );
    return made.scheduledQueryArn;
  } catch (error) {
    if (!(error instanceof ServiceError && error.code === "ConflictException")) throw error;
    throw new ServiceError("ResourceConflict", error.message, { statusCode: 409 });
  }
}

/** Removes the scheduled query of an alarm that goes. */
export async function deleteManagedQuery(cloud: Cloud, { input }: LogAlarm): Promise<void> {
  const identifier = input.ScheduledQueryConfiguration.QueryARN;
  if (identifier === undefined) return;
  try {
    await cloud.call("logs", "DeleteScheduledQuery", { identifier }, MANAGER);
  } catch (error) {
    if (!(error instanceof ServiceError && error.code === "ResourceNotFoundException")) throw error;
  }
}
