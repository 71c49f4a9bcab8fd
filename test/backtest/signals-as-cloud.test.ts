import fc from "fast-check";
import { expect, test } from "vitest";
import { type HistoryEvent, readLog } from "../../lib/analysis/lines/read-log.ts";
import { readSignal, type SignalDescription } from "../../lib/signals/index.ts";
import type { AlarmInput } from "../../local/backtest/alarm-definition.ts";
import { runBacktest } from "../../local/backtest/backtest.ts";
import { alarmSetOfSignals } from "../../local/backtest/signal-alarms.ts";
import { Cloud } from "../../local/kernel/cloud.ts";
import { SERVICES } from "../../local/services/list.ts";

const MINUTE = 60_000;
const GROUP = "/shop/api";
/** A hundred take two minutes. */
const RUNS = Number(process.env["CUMULOG_RANDOM_LOGS"] ?? 8);
const START = Date.UTC(2026, 0, 1, 12);

/** One signal of each kind, on lines of JSON. */
const OF_RECORDS: Readonly<Record<string, SignalDescription>> = {
  count: { level: "error", moreThan: 0, within: "5m", windows: { over: 2, of: 3 } },
  value: { value: "$.durationMs", p90: "> 800ms", within: "5m" },
  ratio: { ratio: { of: { level: "error" }, minimum: 3 }, moreThan: "20%", within: "10m" },
  silence: { silence: "5m" },
  unusual: { unusual: true, within: "5m" },
  budget: { level: "error", budget: { objective: "99%", window: "1d" } },
  query: {
    query: { query: "filter durationMs > 900", aggregate: "count(*)" },
    moreThan: 1,
    within: "5m",
    windows: { over: 1, of: 2 },
  },
  "query by": {
    query: { query: "fields route, durationMs", aggregate: "avg(durationMs)", by: ["route"] },
    moreThan: 600,
    within: "10m",
  },
};

const alarmsOf = (signals: Readonly<Record<string, SignalDescription>>) =>
  alarmSetOfSignals(
    Object.entries(signals).map(([name, description]) => ({
      name: name.replace(" ", "-"),
      signal: readSignal(description),
      logGroupName: GROUP,
    })),
  );

const changeText = (time: number, alarmName: string, from: string, to: string) =>
  `${new Date(time).toISOString()} ${alarmName} ${from} to ${to}`;

async function backtested(
  signals: Readonly<Record<string, SignalDescription>>,
  events: readonly HistoryEvent[],
): Promise<string[]> {
  const { alarms } = await runBacktest(alarmsOf(signals), events);
  return alarms
    .flatMap(({ transitions }) =>
      transitions.map(({ timestamp, alarmName, from, to }) => changeText(timestamp, alarmName, from, to)),
    )
    .sort();
}

const OPERATION = (alarm: AlarmInput): string => {
  if (alarm["AlarmRule"] !== undefined) return "PutCompositeAlarm";
  return alarm["ScheduledQueryConfiguration"] === undefined ? "PutMetricAlarm" : "PutLogAlarm";
};

/** The very resources in a local cloud, whose clock follows the lines. */
async function replayed(
  signals: Readonly<Record<string, SignalDescription>>,
  events: readonly HistoryEvent[],
): Promise<string[]> {
  const minuteOf = ({ timestamp }: HistoryEvent) => Math.floor(timestamp / MINUTE) * MINUTE;
  const cloud = new Cloud({ clock: { speed: 0, start: minuteOf(events[0]!) } });
  cloud.list(SERVICES);
  const changes: string[] = [];
  cloud.events.on("alarm-state", ({ timestamp, alarmName, from, to }) => {
    changes.push(changeText(timestamp, alarmName, from, to));
  });
  const { filters, alarms } = alarmsOf(signals);
  try {
    await cloud.call("logs", "CreateLogGroup", { logGroupName: GROUP });
    await cloud.call("logs", "PutRetentionPolicy", { logGroupName: GROUP, retentionInDays: 3653 });
    await cloud.call("logs", "CreateLogStream", { logGroupName: GROUP, logStreamName: "host" });
    for (const filter of filters)
      await cloud.call("logs", "PutMetricFilter", { ...filter, logGroupName: GROUP });
    for (const alarm of alarms) await cloud.call("monitoring", OPERATION(alarm), alarm);
    for (const [minute, logEvents] of Map.groupBy(events, minuteOf)) {
      await cloud.clock.advanceTo(Math.max(minute, logEvents[0]!.timestamp));
      await cloud.call("logs", "PutLogEvents", {
        logGroupName: GROUP,
        logStreamName: "host",
        logEvents: logEvents.map(({ timestamp, message }) => ({ timestamp, message })),
      });
    }
    await cloud.clock.advanceTo(minuteOf(events.at(-1)!) + 8 * 3_600_000);
    return changes.sort();
  } finally {
    await cloud.close();
  }
}

/** What both say until the last signal has looked at everything; behind that the backtest is over. */
async function bothOf(
  signals: Readonly<Record<string, SignalDescription>>,
  events: readonly HistoryEvent[],
): Promise<readonly [string[], string[]]> {
  const end = new Date(events.at(-1)!.timestamp + 7 * 3_600_000).toISOString();
  const until = (changes: readonly string[]) => changes.filter((change) => change < end);
  return [until(await backtested(signals, events)), until(await replayed(signals, events))];
}

const records = fc.array(
  fc.record({
    gap: fc.oneof({ weight: 9, arbitrary: fc.nat(60_000) }, { weight: 1, arbitrary: fc.nat(1_500_000) }),
    level: fc.constantFrom("INFO", "INFO", "ERROR"),
    durationMs: fc.nat(1_200),
    route: fc.constantFrom("/pay", "/cart"),
  }),
  { minLength: 1, maxLength: 40 },
);

test("each kind of signal goes off at the same times in a backtest and in the local cloud, for random logs", async () => {
  const changed = new Set<string>();
  await fc.assert(
    fc.asyncProperty(records, async (lines) => {
      let timestamp = START;
      const events = lines.map(({ gap, ...record }) => {
        timestamp += gap;
        return { timestamp, message: JSON.stringify({ logger: "shop", message: "done", ...record }) };
      });

      const [here, there] = await bothOf(OF_RECORDS, events);

      expect(here).toEqual(there);
      for (const change of there) if (change.endsWith("to ALARM")) changed.add(change.split(" ")[1]!);
    }),
    { numRuns: RUNS, seed: 14, endOnFailure: true },
  );
  expect([...changed].sort()).toEqual(
    expect.arrayContaining(["budget", "count", "query", "query-by", "ratio", "silence", "unusual", "value"]),
  );
}, 300_000);

const FIELDS = "[ip, identity, user, time, request, status";

/** One signal of each kind, on lines of an access log. */
const OF_LINES: Readonly<Record<string, SignalDescription>> = {
  count: { pattern: `${FIELDS} = 404, ...]`, moreThan: 3, within: "5m" },
  value: { pattern: `${FIELDS}, bytes, ...]`, value: "$bytes", p90: "> 300000", within: "1h" },
  ratio: { ratio: { of: { pattern: `${FIELDS} = 404, ...]` }, minimum: 20 }, moreThan: "5%", within: "30m" },
  silence: { silence: "10m" },
  unusual: { unusual: { width: 3 }, within: "1h" },
  budget: { pattern: `${FIELDS} = 404, ...]`, budget: { objective: "99%" } },
  query: {
    query: { query: "filter @message like / 404 /" },
    moreThan: 5,
    within: "15m",
  },
};

test.skipIf(!process.env["CUMULOG_SAMPLE_LOG"])(
  "and for a real access log (skipped without CUMULOG_SAMPLE_LOG)",
  async () => {
    const events: HistoryEvent[] = [];
    for await (const batch of readLog([process.env["CUMULOG_SAMPLE_LOG"]!])) events.push(...batch);
    events.sort((left, right) => left.timestamp - right.timestamp);

    const [here, there] = await bothOf(OF_LINES, events);

    expect(here).toEqual(there);
    const changed = new Set(here.map((change) => change.split(" ")[1]));
    expect([...changed]).toEqual(expect.arrayContaining(["count", "query", "ratio"]));
  },
  300_000,
);
