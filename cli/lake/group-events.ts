import { HistoryError, type LogEvent } from "cumulog/analysis";
import { type ConnectionOptions, connectLogs } from "../aws/connection.ts";

/** Events of a log group with the ids that the service gave them. */
export async function* groupEvents(
  logGroupName: string,
  { from, to }: { readonly from?: number; readonly to?: number },
  connection: ConnectionOptions,
): AsyncGenerator<LogEvent[]> {
  const { paginateFilterLogEvents } = await import("@aws-sdk/client-cloudwatch-logs");
  const client = await connectLogs(connection);
  try {
    const pages = paginateFilterLogEvents(
      { client },
      {
        logGroupName,
        ...(from !== undefined && { startTime: from }),
        ...(to !== undefined && { endTime: to - 1 }),
      },
    );
    for await (const { events = [] } of pages)
      yield events.map(({ eventId, timestamp = 0, message = "", logStreamName }) => ({
        id: eventId,
        timestamp,
        message,
        logGroup: logGroupName,
        logStream: logStreamName,
      }));
  } catch (cause) {
    throw new HistoryError(`The log group ${logGroupName} cannot be read: ${(cause as Error).message}`, {
      cause,
    });
  } finally {
    client.destroy();
  }
}
