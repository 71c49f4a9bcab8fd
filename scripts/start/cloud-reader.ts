import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  paginateDescribeAlarmHistory,
} from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import type { LocalCloud } from "../../local/index.ts";

const MINUTE = 60_000;

/** Reads the cloud as anybody would: with the SDKs, over its ports. */
export class CloudReader {
  readonly #cloud: LocalCloud;
  readonly #logs: CloudWatchLogsClient;
  readonly #metrics: CloudWatchClient;

  constructor(cloud: LocalCloud) {
    this.#cloud = cloud;
    const configuration = {
      endpoint: cloud.endpoints.aws,
      region: cloud.env["AWS_REGION"]!,
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
    };
    this.#logs = new CloudWatchLogsClient(configuration);
    this.#metrics = new CloudWatchClient(configuration);
  }

  close(): void {
    this.#logs.destroy();
    this.#metrics.destroy();
  }

  /** Events of a log group, those of some streams by the prefix of their names. */
  async countEvents(
    logGroupName: string,
    logStreamNamePrefix?: string,
  ): Promise<{ events: number; distinct: number }> {
    const ids = new Set<string>();
    let events = 0;
    for await (const page of paginateFilterLogEvents(
      { client: this.#logs },
      { logGroupName, ...(logStreamNamePrefix && { logStreamNamePrefix }) },
    ))
      for (const { eventId } of page.events ?? []) {
        events++;
        ids.add(eventId!);
      }
    return { events, distinct: ids.size };
  }

  /** Entries of a log in Cloud Logging. */
  async countEntries(filter: string): Promise<{ entries: number; distinct: number }> {
    const ids = new Set<string>();
    let entries = 0;
    let pageToken: string | undefined;
    do {
      const response = await fetch(`${this.#cloud.endpoints.aws}/v2/entries:list`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          resourceNames: [`projects/${this.#cloud.env["GOOGLE_CLOUD_PROJECT"]}`],
          filter,
          pageSize: 1_000,
          ...(pageToken && { pageToken }),
        }),
      });
      const page = (await response.json()) as { entries?: { insertId: string }[]; nextPageToken?: string };
      for (const { insertId } of page.entries ?? []) {
        entries++;
        ids.add(insertId);
      }
      pageToken = page.nextPageToken;
    } while (pageToken);
    return { entries, distinct: ids.size };
  }

  async alarmState(alarmName: string): Promise<string> {
    const { MetricAlarms } = await this.#metrics.send(new DescribeAlarmsCommand({ AlarmNames: [alarmName] }));
    return MetricAlarms?.[0]?.StateValue ?? "missing";
  }

  /** Changes of an alarm's state, the oldest first. */
  async stateChanges(alarmName: string): Promise<readonly { readonly at: Date; readonly summary: string }[]> {
    const changes: { at: Date; summary: string }[] = [];
    for await (const { AlarmHistoryItems = [] } of paginateDescribeAlarmHistory(
      { client: this.#metrics },
      { AlarmName: alarmName, HistoryItemType: "StateUpdate", ScanBy: "TimestampAscending" },
    ))
      for (const { Timestamp, HistorySummary } of AlarmHistoryItems)
        changes.push({ at: Timestamp!, summary: HistorySummary! });
    return changes;
  }

  /** Sums of a metric for each of the last minutes, the oldest first. */
  async minuteSums(Namespace: string, MetricName: string, minutes: number): Promise<readonly number[]> {
    const now = this.#cloud.clock.now();
    const { MetricDataResults } = await this.#metrics.send(
      new GetMetricDataCommand({
        StartTime: new Date(Math.floor(now / MINUTE - minutes) * MINUTE),
        EndTime: new Date(now + MINUTE),
        ScanBy: "TimestampAscending",
        MetricDataQueries: [
          { Id: "m", MetricStat: { Metric: { Namespace, MetricName }, Period: 60, Stat: "Sum" } },
        ],
      }),
    );
    return MetricDataResults?.[0]?.Values ?? [];
  }
}
