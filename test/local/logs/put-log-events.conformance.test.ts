import { afterAll, beforeAll, expect } from "vitest";
import fixtures from "../../conformance/putlogevents.json" with { type: "json" };
import { runTiers } from "../../conformance/tiers.ts";
import { START, startLogsCloud, type TestCloud } from "./logs-cloud.ts";

interface EventInput {
  readonly offsetMs?: number;
  readonly timestamp?: number;
  readonly message?: string;
  readonly messageRepeat?: { readonly char: string; readonly count: number };
}
type Input = Record<string, never> & {
  readonly events?: EventInput[];
  readonly batches?: EventInput[][];
  readonly repeatEvent?: { readonly count: number; readonly messageBytes: number };
};
interface Expectation {
  readonly outcome: string;
  readonly exception?: string;
  readonly message?: string;
  readonly httpStatus?: number;
  readonly rejectedLogEventsInfo?: object;
  readonly stored?: number[];
  readonly readBack?: string[];
  readonly returns?: string[];
  readonly describe?: object;
}

let started: TestCloud;
beforeAll(async () => {
  started = await startLogsCloud();
});
afterAll(() => started.stop());

let groups = 0;

runTiers(
  "PutLogEvents in the local cloud",
  fixtures.cases.filter(({ tier }) => tier <= 2),
  async ({ operation, input, expect: expected }) => {
    // Prepare
    groups += 1;
    const group = `group-${groups}`;
    const call = await prepare(group, operation, input as unknown as Input);

    // Act
    const outcome = await call().then(
      (output) => ({ output, error: undefined }),
      (error) => ({ output: undefined, error }),
    );

    // Assess
    const wanted = expected as Expectation;
    if (wanted.outcome === "error") {
      expect(outcome.error?.name).toBe(wanted.exception);
      expect(outcome.error?.$metadata.httpStatusCode).toBe(wanted.httpStatus);
      if (wanted.message) {
        const parts = wanted.message.split("…");
        for (const part of parts) expect(outcome.error?.message).toContain(part);
      }
      return;
    }
    expect(outcome.error).toBeUndefined();
    const output = outcome.output as Record<string, unknown>;
    if (wanted.rejectedLogEventsInfo)
      expect(output["rejectedLogEventsInfo"]).toEqual(wanted.rejectedLogEventsInfo);
    for (const member of wanted.returns ?? []) expect(output).toHaveProperty(member);
    if (wanted.stored || wanted.readBack) {
      const { events = [] } = await started.logs.getLogEvents({
        logGroupName: group,
        logStreamName: "stream",
        startFromHead: true,
      });
      if (wanted.readBack) expect(events.map(({ message }) => message)).toEqual(wanted.readBack);
      if (wanted.stored) {
        const sent = eventsOf((input as unknown as Input).events!);
        expect(events.map(({ timestamp }) => timestamp)).toEqual(
          wanted.stored.map((index) => sent[index]!.timestamp),
        );
      }
    }
    if (wanted.describe) {
      const { subscriptionFilters } = await started.logs.describeSubscriptionFilters({ logGroupName: group });
      expect(subscriptionFilters?.[0]).toMatchObject(wanted.describe);
    }
  },
);

async function prepare(group: string, operation: string, input: Input): Promise<() => Promise<unknown>> {
  const { logs } = started;
  if (operation === "CreateLogGroup") {
    const logGroupName = input["logGroupName"] ?? repeated(input["logGroupNameRepeat"]);
    if (input["existing"]) await logs.createLogGroup({ logGroupName });
    return () => logs.createLogGroup({ logGroupName: logGroupName! });
  }
  await logs.createLogGroup({ logGroupName: group });
  if (operation === "CreateLogStream") {
    const logStreamName = input["logStreamName"] ?? "stream";
    if (input["existing"]) await logs.createLogStream({ logGroupName: group, logStreamName });
    return () => logs.createLogStream({ logGroupName: group, logStreamName });
  }
  await logs.createLogStream({ logGroupName: group, logStreamName: "stream" });
  const logGroupName = input["group"] ?? group;
  const logStreamName = input["stream"] ?? "stream";
  switch (operation) {
    case "PutLogEvents": {
      if (input["retentionInDays"])
        await logs.putRetentionPolicy({ logGroupName: group, retentionInDays: input["retentionInDays"] });
      const batches = input.batches ?? [input.events ?? repeatedEvents(input.repeatEvent)];
      return async () => {
        let output: unknown;
        for (const batch of batches)
          output = await logs.putLogEvents({
            logGroupName,
            logStreamName,
            sequenceToken: input["sequenceToken"],
            logEvents: eventsOf(batch),
          });
        return output;
      };
    }
    case "GetLogEvents":
      return () =>
        logs.getLogEvents({
          logGroupName,
          logStreamName,
          nextToken: input["nextToken"],
          limit: input["limit"],
        });
    case "FilterLogEvents": {
      const count = input["logStreamNamesCount"];
      const logStreamNames = count
        ? Array.from({ length: count }, (_, index) => `s${index}`)
        : input["logStreamNames"];
      return () =>
        logs.filterLogEvents({
          logGroupName,
          nextToken: input["nextToken"],
          limit: input["limit"],
          logStreamNames,
        });
    }
    case "PutMetricFilter": {
      const transformation = { metricName: "m", metricNamespace: "ns", metricValue: "1" };
      return () =>
        logs.putMetricFilter({
          logGroupName,
          filterName: input["filterName"] ?? repeated(input["filterNameRepeat"]) ?? "f",
          filterPattern: repeated(input["filterPatternRepeat"]) ?? "ERROR",
          metricTransformations: Array.from(
            { length: input["metricTransformationsCount"] ?? 1 },
            () => transformation,
          ),
        });
    }
    case "DescribeMetricFilters":
      return () =>
        logs.describeMetricFilters({
          filterNamePrefix: repeated(input["filterNamePrefixRepeat"]),
          metricName: repeated(input["metricNameRepeat"]),
          metricNamespace: input["metricNameRepeat"] ? "ns" : undefined,
        });
    case "TestMetricFilter":
      return () =>
        logs.testMetricFilter({
          filterPattern: "",
          logEventMessages:
            input["messages"] ?? Array.from({ length: input["messageCount"] ?? 1 }, () => "message"),
        });
    case "PutSubscriptionFilter": {
      const filter = {
        logGroupName: group,
        filterPattern: input["filterPattern"] ?? "",
        destinationArn: input["destinationArn"] ?? "arn:aws:lambda:us-east-1:123456789012:function:f",
      };
      for (let index = 0; index < (input["existingFilters"] ?? 0); index += 1)
        await logs.putSubscriptionFilter({ ...filter, filterName: `existing-${index}` });
      return () => logs.putSubscriptionFilter({ ...filter, filterName: "new" });
    }
    default:
      throw new Error(`The test does not know how to call ${operation}.`);
  }
}

function eventsOf(events: readonly EventInput[]): { timestamp: number; message: string }[] {
  return events.map(({ offsetMs, timestamp, message, messageRepeat }) => ({
    timestamp: (timestamp ?? (offsetMs === undefined ? undefined : START + offsetMs)) as number,
    message: (message ?? repeated(messageRepeat)) as string,
  }));
}

function repeatedEvents({ count, messageBytes } = { count: 1, messageBytes: 1 }): EventInput[] {
  return Array.from({ length: count }, () => ({ offsetMs: 0, message: "a".repeat(messageBytes) }));
}

function repeated(input: { char: string; count: number } | undefined): string | undefined {
  return input?.char.repeat(input.count);
}
