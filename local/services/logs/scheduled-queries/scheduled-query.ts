import type * as Logs from "@aws-sdk/client-cloudwatch-logs";

/** A scheduled query as it is kept. Times are cloud milliseconds, offsets seconds. */
export interface ScheduledQueryRecord {
  readonly arn: string;
  readonly name: string;
  readonly description?: string;
  readonly queryLanguage: Logs.QueryLanguage;
  readonly queryString: string;
  readonly logGroupIdentifiers?: readonly string[];
  readonly scheduleExpression: string;
  readonly timezone?: string;
  readonly startTimeOffset: number;
  readonly endTimeOffset: number;
  readonly destinationConfiguration?: Logs.DestinationConfiguration;
  readonly scheduleStartTime?: number;
  readonly scheduleEndTime?: number;
  readonly executionRoleArn: string;
  readonly state: Logs.ScheduledQueryState;
  readonly scheduleType: Logs.ScheduleType;
  readonly created: number;
  readonly updated: number;
}

/** One run of a scheduled query. */
export interface ScheduledQueryRun {
  readonly queryId: string;
  /** When it was due, cloud milliseconds. */
  readonly triggered: number;
  readonly status: Logs.ExecutionStatus;
  readonly errorMessage?: string;
  readonly destinations?: readonly Logs.ScheduledQueryDestination[];
}

/** Results and history stay for so long. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/scheduled-queries-concepts.html */
export const KEPT_MS = 30 * 86_400_000;
