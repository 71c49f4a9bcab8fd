import { expect, test } from "vitest";
import { startChainCloud } from "./chain-cloud.ts";

const ERROR = { level: "ERROR", route: "/pay" };

test("log events reach a function through a metric filter, an alarm and a topic, and again when all is well", async () => {
  await using chain = await startChainCloud();
  await chain.log(ERROR, { level: "INFO", route: "/pay" }, ERROR);

  await chain.cloud.clock.advance("1m");
  const alarm = await chain.alerts();
  await chain.cloud.clock.advance("5m");
  const all = await chain.alerts();

  expect(alarm).toMatchObject([
    {
      AlarmName: "pay-errors",
      OldStateValue: "INSUFFICIENT_DATA",
      NewStateValue: "ALARM",
      NewStateReason: expect.stringContaining("1 datapoint [2.0 (05/01/26 12:00:00)]"),
      Trigger: { MetricName: "Errors", Dimensions: [{ name: "Route", value: "/pay" }], Threshold: 2 },
    },
  ]);
  expect(all.slice(1)).toMatchObject([{ OldStateValue: "ALARM", NewStateValue: "OK" }]);
});

test("errors of another dimension do not set the alarm off", async () => {
  await using chain = await startChainCloud();
  await chain.log(ERROR, { level: "ERROR", route: "/login" }, { level: "ERROR", route: "/login" });

  await chain.cloud.clock.advance("3m");

  const alerts = await chain.alerts();
  expect(alerts.filter(({ NewStateValue }) => NewStateValue === "ALARM")).toEqual([]);
});
