import { Duration, Stack } from "aws-cdk-lib";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { describe, expect, expect as plain, test } from "vitest";
import { LogSignal } from "../../infra/index.ts";
import { type BacktestMatchers, backtest, backtestMatchers } from "../../local/testing/index.ts";

declare module "vitest" {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown>
    extends BacktestMatchers<R, T> {}
}

expect.extend(backtestMatchers);

const lines = (count: number) => [
  "2026-01-01T00:00:00Z INFO up",
  ...Array.from({ length: count }, () => '2026-01-01T00:01:10Z {"level":"ERROR"}'),
  "2026-01-01T00:30:00Z INFO still up",
];

function stackWithAlarm(): Stack {
  const stack = new Stack();
  new LogSignal(stack, "Errors", {
    logGroup: new LogGroup(stack, "Group"),
    pattern: "ERROR",
    moreThan: 5,
    within: Duration.minutes(1),
    alarmName: "Errors",
  });
  return stack;
}

describe("the matchers", () => {
  test("say when the alarm of a CDK stack goes off and recovers", async () => {
    const result = await backtest(stackWithAlarm(), lines(6));

    expect(result).toFire("Errors", { within: "5m", times: 1 });
    expect(result).toRecover("Errors", { within: "5m" });
    expect(result).not.toStayQuiet("Errors");
  });

  test("say that it stays quiet", async () => {
    const result = await backtest(stackWithAlarm(), lines(5));

    expect(result).toStayQuiet("Errors");
    expect(result).not.toFire("Errors");
  });

  test("tell the alarm's story when they fail", async () => {
    const result = await backtest([{ name: "Errors", pattern: "ERROR", within: 60 }], lines(1));

    plain(() => expect(result).toFire("Errors", { within: "30s" })).toThrow(
      /expected the alarm to go off within 30s of 2026-01-01T00:00:00Z, but "Errors" went off at 2026-01-01T00:02:00Z for 3m/,
    );
    plain(() => expect(result).toFire("Eror")).toThrow(/has no alarm "Eror": it has "Errors"/);
  });

  test("say that a backtest was not awaited", () => {
    plain(() => expect(backtest([], lines(1))).toFire("Errors")).toThrow(
      /expected what backtest\(…\) resolves with/,
    );
  });

  test("say how often an alarm went off instead, and that it did not recover", async () => {
    const result = await backtest(
      [{ name: "Errors", pattern: "ERROR", within: 60 }],
      ["2026-01-01T00:00:00Z ERROR", "2026-01-01T00:20:00Z ERROR", "2026-01-01T00:40:00Z fine"],
    );

    plain(() => expect(result).toFire("Errors", { times: 3 })).toThrow(
      /to go off 3 times, but "Errors" went off at 2026-01-01T00:01:00Z for \w+, at 2026-01-01T00:21:00Z for \w+/,
    );
    plain(() => expect(result).toRecover("Errors", { within: "30s" })).toThrow(/to recover within 30s/);
    plain(() => expect(result).not.toRecover("Errors")).toThrow(/not to recover/);
  });
});
