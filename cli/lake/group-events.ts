import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { HistoryError, type LogEvent } from "cumulog/analysis";
import { type ConnectionOptions, connectLogs } from "../aws/connection.ts";
import { findLogGroups } from "../tail/log-groups.ts";

/**
 * Events of log groups, which names or globs stand for, with the ids that the service gave them; group by group.
 *
 * @param endOf a time at which a group ends, when it ends before the span
 */
export async function* groupEvents(
  patterns: readonly string[],
  { from, to }: { readonly from?: number; readonly to?: number },
  connection: ConnectionOptions,
  endOf: (client: CloudWatchLogsClient, group: string) => Promise<number | undefined> = async () => undefined,
): AsyncGenerator<LogEvent[]> {
  const { paginateFilterLogEvents } = await import("@aws-sdk/client-cloudwatch-logs");
  const client = await connectLogs(connection);
  let reading = patterns.join(", ");
  try {
    for (const { name } of await findLogGroups(client, patterns)) {
      reading = name;
      const end = Math.min(
        to ?? Number.POSITIVE_INFINITY,
        (await endOf(client, name)) ?? Number.POSITIVE_INFINITY,
      );
      if (end <= (from ?? 0)) continue;
      const pages = paginateFilterLogEvents(
        { client },
        {
          logGroupName: name,
          ...(from !== undefined && { startTime: from }),
          ...(Number.isFinite(end) && { endTime: end - 1 }),
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
