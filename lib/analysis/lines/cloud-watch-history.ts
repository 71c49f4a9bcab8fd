import { missing } from "../../optional-package.ts";
import { HistoryError } from "./history-error.ts";
import type { HistoryEvent } from "./read-log.ts";

/** What is read of a log group. */
export interface CloudWatchHistoryOptions {
  readonly logGroupName: string;
  /** Milliseconds since the epoch, inclusive. */
  readonly startTime: number;
  /** Milliseconds since the epoch, exclusive. */
  readonly endTime: number;
}

/**
 * Events of a CloudWatch log group in the order of their times, through the SDK's default credentials and endpoint.
 *
 * @throws HistoryError when the group cannot be read
 */
export async function* readLogGroup({
  logGroupName,
  startTime,
  endTime,
}: CloudWatchHistoryOptions): AsyncGenerator<HistoryEvent[]> {
  const { CloudWatchLogsClient, paginateFilterLogEvents } = await import(
    "@aws-sdk/client-cloudwatch-logs"
  ).catch(missing("@aws-sdk/client-cloudwatch-logs", "Reading a log group"));
  const client = new CloudWatchLogsClient({});
  try {
    // The service sorts the events of a page and returns the pages in order of time.
    for await (const { events = [] } of paginateFilterLogEvents(
      { client },
      { logGroupName, startTime, endTime: endTime - 1 },
    ))
      yield events.map(({ timestamp = startTime, message = "" }) => ({ timestamp, message }));
  } catch (cause) {
    throw new HistoryError(`The log group ${logGroupName} cannot be read: ${(cause as Error).message}`, {
      cause,
    });
  } finally {
    client.destroy();
  }
}
