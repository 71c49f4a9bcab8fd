import { CloudWatch, type PutMetricAlarmInput } from "@aws-sdk/client-cloudwatch";
import { expect, test } from "vitest";
import { startTestServer } from "../query/test-server.ts";

const HOUR = 3_600_000;
const ALARM: PutMetricAlarmInput = {
  AlarmName: "no backup",
  Namespace: "Backups",
  MetricName: "Done",
  Statistic: "Sum",
  Period: 86_400,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: "LessThanThreshold",
  TreatMissingData: "breaching",
  EvaluationWindow: { WallClockWindow: { Timezone: "America/New_York" } },
};

/** States with the hours after the start at which they came. */
async function statesOver(
  input: PutMetricAlarmInput,
  { start, hours, done }: { start: number; hours: number; done: readonly number[] },
): Promise<[hour: number, state: string][]> {
  await using server = await startTestServer(start);
  const states: [number, string][] = [];
  server.cloud.events.on("alarm-state", ({ to, timestamp }) => states.push([(timestamp - start) / HOUR, to]));
  const monitoring = new CloudWatch(server.client);
  await monitoring.putMetricAlarm(input);
  for (const hour of done) {
    await server.cloud.clock.advance(start + hour * HOUR - server.cloud.clock.now());
    const Timestamp = new Date(server.cloud.clock.now());
    await monitoring.putMetricData({
      Namespace: "Backups",
      MetricData: [{ MetricName: "Done", Value: 1, Timestamp }],
    });
  }
  await server.cloud.clock.advance(start + hours * HOUR - server.cloud.clock.now());
  return states;
}

test("a day of New York is judged when it is over, whatever the hour of the backup", async () => {
  // From Monday 00:00 in New York (05:00 UTC): a backup late on Monday, early on Tuesday, none on Wednesday.
  const start = Date.UTC(2026, 0, 5, 5);

  const states = await statesOver(ALARM, { start, hours: 96.5, done: [22, 25] });

  const rounded = states.map(([hour, state]) => [Math.floor(hour), state]);
  expect(rounded).toEqual([
    [0, "ALARM"],
    [24, "OK"],
    [72, "ALARM"],
  ]);
});

test("the day on which clocks are put back has 25 hours", async () => {
  // 1 November 2026: midnight in New York is 04:00 UTC before and 05:00 UTC after.
  const start = Date.UTC(2026, 10, 1, 4);

  const states = await statesOver(ALARM, { start, hours: 26, done: [24.5] });

  const ok = states.find(([, state]) => state === "OK");
  expect(Math.floor(ok![0])).toBe(25);
});

test("an hour of the wall clock ends with the hour, and is judged every minute", async () => {
  const start = Date.UTC(2026, 0, 5, 12, 20);
  const hourly = {
    ...ALARM,
    Period: 3_600,
    EvaluationWindow: { WallClockWindow: { Timezone: "Asia/Kolkata" } },
  };

  const states = await statesOver(hourly, { start, hours: 3, done: [0.25] });

  // In Kolkata hours end at half past; 12:35 UTC lies in the hour until 13:30.
  expect(states.map(([hour, state]) => [Math.round(hour * 60), state])).toEqual([
    [1, "ALARM"],
    [70, "OK"],
    [130, "ALARM"],
  ]);
});

test.each<[Partial<PutMetricAlarmInput>, RegExp]>([
  [
    { Period: 120 },
    /Period 120 is not supported with WallClockWindow. Supported periods: 60, 300, 3600, 86400, 604800/,
  ],
  [{ Period: 10 }, /Period 10 is not supported/],
  [{ EvaluationWindow: { WallClockWindow: { Timezone: "+01:03" } } }, /Timezone \+01:03 is not valid/],
  [{ EvaluationWindow: { WallClockWindow: { Timezone: "Mars/Base" } } }, /Timezone Mars\/Base is not valid/],
])("%j is refused", async (change, message) => {
  await using server = await startTestServer();

  const put = new CloudWatch(server.client).putMetricAlarm({ ...ALARM, ...change });

  await expect(put).rejects.toThrow(message);
});

test("alarms keep their window, and may go back to a sliding one", async () => {
  await using server = await startTestServer();
  const monitoring = new CloudWatch(server.client);
  await monitoring.putMetricAlarm(ALARM);
  const wall = (await monitoring.describeAlarms({})).MetricAlarms?.[0];
  await monitoring.putMetricAlarm({ ...ALARM, Period: 120, EvaluationWindow: { SlidingWindow: {} } });
  const sliding = (await monitoring.describeAlarms({})).MetricAlarms?.[0];

  expect(wall?.EvaluationWindow).toEqual({ WallClockWindow: { Timezone: "America/New_York" } });
  expect(sliding?.EvaluationWindow).toEqual({ SlidingWindow: {} });
});
