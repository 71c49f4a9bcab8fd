import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { BacktestResult } from "../../local/backtest/result.ts";
import { LocalCloud } from "../../local/index.ts";
import { run } from "./command.ts";

const START = Date.UTC(2026, 0, 5, 12);
const GROUP = "/shop/api";
let folder: string;
let log: string;
let template: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "backtest "));
  log = file("app.log", lines().join("\n"));
  template = file("stack.json", JSON.stringify(stack()));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** An hour with five errors in its tenth minute, and a warning in its thirtieth. */
function lines(): string[] {
  const at = (minute: number, text: string) => `${new Date(START + minute * 60_000).toISOString()} ${text}`;
  return Array.from({ length: 60 }, (_, minute) => [
    at(minute, "INFO fine"),
    ...(minute === 10 ? Array<string>(5).fill(at(minute, "ERROR failed")) : []),
    ...(minute === 30 ? [at(minute, "WARN slow")] : []),
  ]).flat();
}

const filter = (name: string, pattern: string, group: string) => ({
  Type: "AWS::Logs::MetricFilter",
  Properties: {
    LogGroupName: group,
    FilterPattern: pattern,
    MetricTransformations: [{ MetricNamespace: "Shop", MetricName: name, MetricValue: "1", DefaultValue: 0 }],
  },
});
const alarm = (name: string, members: object = {}) => ({
  Type: "AWS::CloudWatch::Alarm",
  Properties: {
    AlarmName: name,
    Namespace: "Shop",
    MetricName: name,
    Statistic: "Sum",
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 3,
    ComparisonOperator: "GreaterThanThreshold",
    TreatMissingData: "notBreaching",
    ...members,
  },
});
const stack = () => ({
  Resources: {
    ErrorFilter: filter("Errors", "ERROR", GROUP),
    WorkerFilter: filter("WorkerErrors", "ERROR", "/shop/worker"),
    Errors: alarm("Errors"),
    WorkerErrors: alarm("WorkerErrors"),
    Throttles: alarm("Throttles", { Namespace: "AWS/Lambda" }),
    Any: {
      Type: "AWS::CloudWatch::CompositeAlarm",
      Properties: { AlarmName: "Any", AlarmRule: 'ALARM("Errors") OR ALARM("Throttles")' },
    },
  },
});

async function firings(...parameters: string[]): Promise<Record<string, number>> {
  const { stdout, stderr } = await run(["backtest", ...parameters, "--json"]);
  expect(stderr).toBe("");
  const { alarms } = JSON.parse(stdout) as BacktestResult;
  return Object.fromEntries(alarms.map((one) => [one.alarmName, one.firings.length]));
}

describe("cumulog backtest", () => {
  test("tells when the alarm of a pattern would have gone off, and for how long", async () => {
    const { status, stdout } = await run([
      "backtest",
      log,
      "--pattern",
      "ERROR",
      "--more-than",
      "3",
      "--within",
      "1m",
    ]);

    expect(status).toBe(0);
    expect(stdout).toContain("66 events, 2026-01-05T12:00:00Z to ");
    expect(stdout).toMatch(/2026-01-05T12:11:00Z {2}for 1m\n {4}Threshold Crossed/);
    expect(stdout).toContain("█");
  });

  test("takes the alarms of a template, and tells of those without data", async () => {
    const { status, stdout } = await run(["backtest", log, "--alarms", template]);

    expect(status).toBe(0);
    expect(stdout).toMatch(/Errors +│ 1 /);
    expect(stdout).toMatch(/Without data, as nothing in the history makes their metrics: "Throttles"/);
  });

  test("takes the signals of cumulog.yaml", async () => {
    const yaml = file(
      "cumulog.yaml",
      "service: shop\ngroups: { api: { name: /shop/api } }\nsignals:\n  errors: { group: api, pattern: ERROR, moreThan: 3, within: 1m, channels: [] }\n",
    );

    expect(await firings(log, "--alarms", yaml)).toEqual({ errors: 1 });
  });

  test("tests one composite alarm with the alarms that it needs", async () => {
    expect(await firings(log, "--alarms", template, "--only", "Any")).toEqual({ Any: 1 });
  });

  test("compares thresholds", async () => {
    const { stdout } = await run([
      "backtest",
      log,
      "--pattern",
      "ERROR",
      "--within",
      "1m",
      "--sweep",
      "threshold=3..6",
    ]);

    const rows = [...stdout.matchAll(/│ (\d) +│ (\d) +│/g)].map(([, threshold, times]) => [threshold, times]);
    expect(rows).toEqual([
      ["3", "1"],
      ["4", "1"],
      ["5", "0"],
      ["6", "0"],
    ]);
  });

  test("proposes a threshold, scores incidents, and compares two configurations", async () => {
    const incidents = file("incidents.txt", "2026-01-05T12:10:00Z 5m checkout down\n");
    const yaml = (moreThan: number) =>
      file(
        `more-than-${moreThan}.yaml`,
        `service: shop\ngroups: { api: { name: /shop/api } }\nsignals:\n  errors: { group: api, pattern: ERROR, moreThan: ${moreThan}, within: 1m, channels: [] }\n`,
      );

    const suggestion = await run([
      "backtest",
      log,
      "--pattern",
      "ERROR",
      "--within",
      "1m",
      "--suggest",
      "--incidents",
      incidents,
    ]);
    const comparison = await run([
      "backtest",
      log,
      "--alarms",
      yaml(9),
      "--compare",
      yaml(3),
      "--fail-on-more",
      "--json",
    ]);

    expect(suggestion.stdout).toMatch(
      /alarm: \d would have paged once in a day, each near an incident you marked/,
    );
    expect(comparison.status).toBe(1);
    expect(JSON.parse(comparison.stdout)).toMatchObject({ before: { pages: 0 }, after: { pages: 1 } });
  });

  test("says on standard error what was left out, and by name", async () => {
    const stray = file("stray.log", `1970-01-01T00:00:01Z ERROR boot\n${lines().join("\n")}`);

    const { status, stdout, stderr } = await run(["backtest", stray, "--pattern", "ERROR", "--json"]);

    expect(status).toBe(0);
    expect((JSON.parse(stdout) as BacktestResult).events).toBe(66);
    expect(stderr).toMatch(
      /^Warning: 1 line with times far from all others was left out: .*stray\.log:1 \(1970/,
    );
  });

  test("reads times without a zone in the one that is given", async () => {
    const local = file("local.log", lines().join("\n").replaceAll("Z ", " "));

    const { stdout } = await run([
      "backtest",
      local,
      "--timezone",
      "Europe/Berlin",
      "--pattern",
      "ERROR",
      "--json",
    ]);

    expect((JSON.parse(stdout) as BacktestResult).start).toBe(START - 3_600_000);
  });

  test.each([
    ["svg", /^<svg/],
    ["html", /^<!doctype html>[\s\S]*<svg[\s\S]*In ALARM when Sum of[\s\S]*threshold \d[\s\S]* 12:11</],
  ])("writes a report as %s, without outside references", async (kind, content) => {
    const path = join(folder, `report.${kind}`);

    const { stdout, stderr } = await run(["backtest", log, "--alarms", template, "--report", path, "--json"]);

    expect(() => JSON.parse(stdout)).not.toThrow();
    expect(stderr).toBe("");

    const text = readFileSync(path, "utf8");
    expect(text).toMatch(content);
    expect(text.replaceAll(/xmlns(:\w+)?="[^"]*"/g, "")).not.toMatch(/(src|href)="[^#]|https?:\/\//);
  });

  test("takes the history from a log group, and only the filters that stand on it", async () => {
    const now = START + 45 * 60_000;
    const cloud = await LocalCloud.start({ clock: { speed: 0, start: now }, googlePort: false });
    const client = new CloudWatchLogsClient({
      endpoint: cloud.endpoints.aws,
      region: "us-east-1",
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
    });
    await client.send(new CreateLogGroupCommand({ logGroupName: GROUP }));
    await client.send(new CreateLogStreamCommand({ logGroupName: GROUP, logStreamName: "one" }));
    const logEvents = lines().map((message) => ({ timestamp: Date.parse(message.slice(0, 24)), message }));
    await client.send(new PutLogEventsCommand({ logGroupName: GROUP, logStreamName: "one", logEvents }));

    const { stdout, stderr } = await run(
      ["backtest", "--group", GROUP, "--from", "45m", "--alarms", template, "--json"],
      {
        AWS_ENDPOINT_URL: cloud.endpoints.aws,
        AWS_REGION: "us-east-1",
        AWS_ACCESS_KEY_ID: "a",
        AWS_SECRET_ACCESS_KEY: "b",
      },
    );

    await cloud.stop();
    expect(stderr).toBe("");
    const { events, alarms } = JSON.parse(stdout) as BacktestResult;
    expect(events).toBe(51);
    expect(alarms.map(({ alarmName, hasData }) => [alarmName, hasData])).toEqual([
      ["Errors", true],
      ["WorkerErrors", false],
      ["Throttles", false],
      ["Any", true],
    ]);
  });

  test.each([
    [["backtest", "--more-than", "many"], /expected a number/],
    [["backtest", "--nothing"], /unknown option '--nothing'/],
    [["nothing"], /unknown command 'nothing'/],
  ])("a mistake in the command line ends with 2: %s", async (parameters, message) => {
    const { status, stderr } = await run(parameters);

    expect(status).toBe(2);
    expect(stderr).toMatch(message);
  });

  test.each([
    ["no alarms", () => [log], /^Error: Say which alarms to test: --alarms with a file, or --pattern\.\n$/],
    ["no history", () => ["--pattern", "x"], /^Error: Say which history to read: log files, or --group\.\n$/],
    ["a pattern that is wrong", () => [log, "--pattern", "{ $.level = }"], /^Error: .+\n$/],
    [
      "a log that is not there",
      () => ["none.log", "--pattern", "x"],
      /^Error: The log none\.log cannot be read: there is no such file\.\n$/,
    ],
    [
      "an alarm that is not there",
      () => [log, "--alarms", template, "--only", "Eror"],
      /^Error: There is no alarm "Eror": expected one of Errors, /,
    ],
    [
      "a sweep of a composite alarm",
      () => [log, "--alarms", template, "--only", "Any", "--sweep", "threshold=1..2"],
      /no threshold to sweep/,
    ],
    [
      "a time zone that is not there",
      () => [log, "--pattern", "x", "--timezone", "Europe/Atlantis"],
      /^Error: There is no time zone "Europe\/Atlantis": expected a name such as Europe\/Berlin/,
    ],
    [
      "two modes at once",
      () => [log, "--pattern", "x", "--suggest", "--sweep", "threshold=1..2"],
      /^Error: --sweep and --suggest cannot be had at once/,
    ],
    [
      "a report of another kind",
      () => [log, "--pattern", "x", "--report", "report.pdf"],
      /expected a name that ends in \.svg, \.png or \.html/,
    ],
    [
      "a period that CloudWatch does not have",
      () => [log, "--pattern", "x", "--within", "90s"],
      /^Error: --within 90s: expected 10s, 20s, 30s, or whole minutes\.\n$/,
    ],
  ])("%s is one sentence", async (_what, parameters, message) => {
    const { status, stdout, stderr } = await run(["backtest", ...parameters()]);

    expect(status).toBe(2);
    expect(stderr).toMatch(message);
    expect(stdout).toBe("");
    expect(existsSync("report.pdf")).toBe(false);
  });
});
