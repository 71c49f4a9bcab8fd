import { HistoryError, type LogEvent } from "cumulog/analysis";
import { type ConnectionOptions, connectLogs } from "../aws/connection.ts";
import { findLogGroups } from "../tail/log-groups.ts";

/** Events of log groups, which names or globs stand for, with the ids that the service gave them; group by group. */
export async function* groupEvents(
  patterns: readonly string[],
  { from, to }: { readonly from?: number; readonly to?: number },
  connection: ConnectionOptions,
): AsyncGenerator<LogEvent[]> {
  const { paginateFilterLogEvents } = await import("@aws-sdk/client-cloudwatch-logs");
  const client = await connectLogs(connection);
  let reading = patterns.join(", ");
  try {
    for (const { name } of await findLogGroups(client, patterns)) {
      reading = name;
      const pages = paginateFilterLogEvents(
        { client },
        {
          logGroupName: name,
          ...(from !== undefined && { startTime: from }),
          ...(to !== undefined && { endTime: to - 1 }),
        },
      );
      for await (const { events = [] } of pages)
        yield events.map(({ eventId, timestamp = 0, message = "", logStreamName }) => ({
          id: eventId,
          timestamp,
          message,
          logGroup: name,
          logStream: logStreamName,
        }));
    }
  } catch (cause) {
    throw new HistoryError(`The log group ${reading} cannot be read: ${(cause as Error).message}`, { cause });
  } finally {
    client.destroy();
  }
}
