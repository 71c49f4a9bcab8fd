import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  FilterLogEventsCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { LocalCloud } from "../../local/index.ts";
import { CommandProcess, run } from "./command.ts";

const START = Date.UTC(2026, 0, 5, 12);
let cloud: LocalCloud;
let folder: string;
let environment: Record<string, string>;
let logs: CloudWatchLogsClient;
let metrics: CloudWatchClient;
let sns: SNSClient;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "commands-"));
  cloud = await LocalCloud.start({ clock: { start: START, speed: 0 }, googlePort: false });
  environment = { AWS_ENDPOINT_URL: cloud.endpoints.aws };
  const configuration = {
    endpoint: cloud.endpoints.aws,
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  };
  logs = new CloudWatchLogsClient(configuration);
  metrics = new CloudWatchClient(configuration);
  sns = new SNSClient(configuration);
});
afterAll(async () => {
  await cloud.stop();
  rmSync(folder, { recursive: true });
});

const jsonLines = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

async function createGroup(logGroupName: string) {
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: "one" }));
  return (...messages: string[]) =>
    logs.send(
      new PutLogEventsCommand({
        logGroupName,
        logStreamName: "one",
        logEvents: messages.map((message) => ({ timestamp: cloud.clock.now(), message })),
      }),
    );
}

describe("tail", () => {
  test("prints the events of a group that match, as text or JSON", async () => {
    const put = await createGroup("/tail/once");
    await put("INFO fine", "ERROR broken\n");

    const [text, json] = await Promise.all([
      run(["tail", "/tail/once"], environment),
      run(["tail", "/tail/once", "--filter", "ERROR", "--stream", "o", "--json"], environment),
    ]);

    expect(text).toMatchObject({ status: 0, stderr: "" });
    expect(text.stdout).toBe(
      "2026-01-05T12:00:00.000Z one INFO fine\n2026-01-05T12:00:00.000Z one ERROR broken\n",
    );
    expect(jsonLines(json.stdout)).toEqual([
      { time: "2026-01-05T12:00:00.000Z", group: "/tail/once", stream: "one", message: "ERROR broken\n" },
    ]);
  });

  test("writes what an event could command the terminal with as escapes, and an event on one line", async () => {
    const put = await createGroup("/tail/hostile");
    await put("a\u001b]0;title\u0007b\u202ec\nINFO forged");

    const { stdout } = await run(["tail", "/tail/hostile"], environment);

    expect(stdout).toBe("2026-01-05T12:00:00.000Z one a\\u001b]0;title\\u0007b\\u202ec\\nINFO forged\n");
  });

  test("follows a group until it is interrupted, and prints no event twice", async () => {
    const put = await createGroup("/tail/follow");
    await put("first");
    const tail = new CommandProcess(["tail", "/tail/follow", "--follow"], environment);

    await tail.printed("first");
    await put("second");
    await tail.printed("second");
    const { status, stdout } = await tail.stop();

    expect(status).toBe(0);
    expect(stdout.match(/first|second/g)).toEqual(["first", "second"]);
  });

  test.each([
    ["a group that does not exist", ["tail", "/none"], 'There is no log group "/none"'],
    [
      "a duration that is none",
      ["tail", "/tail/once", "--since", "soon"],
      '--since is "soon"; expected a time',
    ],
    ["a pattern that is none", ["tail", "/tail/once", "--filter", "{ $.a"], "Invalid filter pattern"],
  ])("of %s ends with status 2 and one sentence", async (_what, parameters, sentence) => {
    const ended = await run(parameters, environment);

    expect(ended).toMatchObject({ status: 2, stdout: "" });
    expect(ended.stderr).toContain(sentence);
    expect(ended.stderr.trim().split("\n")).toHaveLength(1);
  });
});

test("alarms are listed by state, with their history", async () => {
  for (const AlarmName of ["broken", "fine"])
    await metrics.send(
      new PutMetricAlarmCommand({
        AlarmName,
        Namespace: "Shop",
        MetricName: "Errors",
        Statistic: "Sum",
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 0,
        ComparisonOperator: "GreaterThanThreshold",
      }),
    );
  await metrics.send(
    new SetAlarmStateCommand({ AlarmName: "broken", StateValue: "ALARM", StateReason: "by hand" }),
  );

  const [table, json, history, unknown] = await Promise.all([
    run(["alarms"], environment),
    run(["alarms", "--state", "ALARM", "--json"], environment),
    run(["alarms", "history", "broken", "--type", "StateUpdate", "--json"], environment),
    run(["alarms", "--state", "BROKEN"], environment),
  ]);

  expect(table.stdout).toMatch(/broken.*ALARM.*by hand/);
  expect(table.stdout).toMatch(/fine.*INSUFFICIENT_DATA/);
  expect(table.stdout).not.toContain("\u001b[");
  expect(jsonLines(json.stdout)).toMatchObject([{ name: "broken", state: "ALARM", reason: "by hand" }]);
  expect(jsonLines(history.stdout)).toMatchObject([{ type: "StateUpdate" }]);
  expect([table.status, json.status, history.status, unknown.status]).toEqual([0, 0, 0, 2]);
  expect(unknown.stderr).toContain("--state is BROKEN: expected OK, ALARM, INSUFFICIENT_DATA");
});

test("the inbox prints what would have been sent, and forgets it", async () => {
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "team" }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: "email", Endpoint: "ops@example.com" }));
  await sns.send(new PublishCommand({ TopicArn, Subject: "Help", Message: "the shop is down" }));

  const text = await run(["inbox"], environment);
  const json = await run(["inbox", "--json", "--clear"], environment);
  const empty = await run(["inbox", "--endpoint", cloud.endpoints.aws]);
  const nowhere = await run(["inbox"]);

  expect(text.stdout).toContain(`email to ops@example.com  from ${TopicArn}\nHelp\nthe shop is down\n`);
  expect(jsonLines(json.stdout)).toMatchObject([{ to: "ops@example.com", body: "the shop is down" }]);
  expect(empty).toMatchObject({ status: 0, stdout: "The inbox is empty.\n" });
  expect(nowhere).toMatchObject({ status: 2, stdout: "" });
  expect(nowhere.stderr).toContain("Give --endpoint or AWS_ENDPOINT_URL");
});

describe("faults", () => {
  test("are set, listed and cleared", async () => {
    const rates = ["--throttle", "0.3", "--error", "0.05", "--stored", "0.5", "--latency", "50ms"];
    await run(["faults", "set", "logs:PutLogEvents", ...rates, "--seed", "1"], environment);
    const json = await run(["faults", "list", "--json"], environment);
    const text = await run(["faults"], environment);
    const cleared = await run(["faults", "clear"], environment);

    expect(jsonLines(json.stdout)).toEqual([
      { "logs:PutLogEvents": { throttle: 0.3, error: 0.05, stored: 0.5, latency: "50ms", seed: 1 } },
    ]);
    expect(text.stdout).toBe(
      "logs:PutLogEvents  throttle 0.3  error 0.05  stored 0.5  latency 50ms  seed 1\n",
    );
    expect(cleared).toMatchObject({ status: 0, stdout: "No faults.\n" });
  });

  test.each([
    ["a rate that is none", ["logs:*", "--throttle", "often"], "expected a rate from 0 to 1"],
    ["a seed that is none", ["logs:*", "--seed", "x"], "expected a whole number"],
    [
      "an operation that is none",
      ["PutLogEvents", "--error", "1"],
      'expected for example "logs:PutLogEvents"',
    ],
    ["a latency that is none", ["logs:*", "--latency", "slow"], '"slow" is no duration'],
  ])("with %s are refused", async (_what, parameters, sentence) => {
    const ended = await run(["faults", "set", ...parameters], environment);

    expect(ended.status).toBe(2);
    expect(ended.stderr).toContain(sentence);
    expect(cloud.faults.list()).toEqual({});
  });

  test.each<[string, object]>([
    ["no number", { throttle: "often" }],
    ["null", { error: null }],
    ["above 1", { cut: 1.5 }],
    ["a seed that is no whole number", { seed: 0.5 }],
  ])("with %s are refused by the control API too", async (_what, rule) => {
    const response = await fetch(`${cloud.endpoints.aws}/_cumulog/faults`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ operation: "logs:*", ...rule }),
    });

    expect(response.status).toBe(400);
    expect(cloud.faults.list()).toEqual({});
  });
});

describe("replay", () => {
  const events = async (logGroupName: string) => {
    const { events: found } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
    return found!.map(({ timestamp, message }) => [new Date(timestamp!).toISOString(), message]);
  };
  const write = (name: string, content: string | Buffer) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };

  test.each([
    ["iso", "2026-01-04T10:00:00Z one\n2026-01-04T10:02:00Z two\n", []],
    [
      "json",
      '{"timestamp":"2026-01-04T10:00:00Z","message":"one"}\n{"timestamp":"2026-01-04T10:02:00Z"}\n',
      [],
    ],
    ["epoch", "1767520800 one\n1767520920 two\n", ["--timestamp-format", "epoch"]],
    [
      "strftime",
      "one [04/Jan/2026:11:00:00 +0100]\ntwo [04/Jan/2026:11:02:00 +0100]\n",
      ["--timestamp-format", "%d/%b/%Y:%H:%M:%S %z"],
    ],
  ])("sends lines whose times are %s with their own times", async (name, content, options) => {
    const path = write(`${name}.log`, content);
    const group = `/replay/${name}`;

    const { status, stdout } = await run(
      ["replay", path, "--group", group, "--stream", "s", "--json", ...options],
      environment,
    );

    expect(status).toBe(0);
    expect(jsonLines(stdout)).toEqual([
      { group, events: 2, rejected: 0, from: "2026-01-04T10:00:00.000Z", to: "2026-01-04T10:02:00.000Z" },
    ]);
    expect((await events(group)).map(([time]) => time)).toEqual([
      "2026-01-04T10:00:00.000Z",
      "2026-01-04T10:02:00.000Z",
    ]);
  });

  test("takes gzip, a speed, and says how much it sent", async () => {
    const path = write("speed.log.gz", gzipSync("2026-01-04T10:00:00Z one\n2026-01-04T10:01:00Z two\n"));

    const { stdout } = await run(
      ["replay", path, "--group", "/replay/gzip", "--stream", "s", "--speed", "6000"],
      environment,
    );

    expect(stdout).toBe(
      "Sent 2 events from 2026-01-04T10:00:00.000Z to 2026-01-04T10:01:00.000Z to /replay/gzip.\n",
    );
  });

  test("gives the clock back when Ctrl-C ends it, and says how much it sent", async () => {
    const path = write("long.log", "2026-01-04T10:00:00Z one\n2026-01-04T18:00:00Z two\n");
    cloud.clock.setSpeed(3);
    const command = new CommandProcess(
      ["replay", path, "--group", "/replay/long", "--stream", "s", "--speed", "1"],
      environment,
    );
    onTestFinished(() => cloud.clock.setSpeed(0));
    await expect.poll(() => events("/replay/long").catch(() => [])).not.toEqual([]);

    const { status, stderr } = await command.stop("SIGINT");

    const { speed } = cloud.clock;
    expect(status).toBe(130);
    expect(stderr).toBe("Interrupted: 1 event was sent.\n");
    expect(speed).toBe(3);
  });

  test.each([
    ["a file that is not there", ["none.log"], "cannot be read: there is no such file"],
    ["a format that is none", ["FILE", "--timestamp-format", "foo"], 'There is no timestamp format "foo"'],
    ["a speed that is none", ["FILE", "--speed", "0"], "--speed is 0: expected a number above 0"],
  ])("of %s ends with status 2", async (_what, parameters, sentence) => {
    const path = write("good.log", "2026-01-04T10:00:00Z one\n");

    const ended = await run(
      [
        "replay",
        ...parameters.map((text) => (text === "FILE" ? path : text)),
        "--group",
        "/replay/bad",
        "--stream",
        "s",
      ],
      environment,
    );

    expect(ended.status).toBe(2);
    expect(ended.stderr).toContain(sentence);
  });
});

test.each(["tail", "alarms", "inbox", "replay", "faults", "up"])(
  "%s shows examples with --help",
  async (name) => {
    const { status, stdout } = await run([name, "--help"]);

    expect(status).toBe(0);
    expect(stdout).toContain(`Examples:\n  $ cumulog ${name}`);
  },
);

test("an address without a cloud is told in one sentence", async () => {
  const ended = await run(["inbox", "--endpoint", "http://127.0.0.1:9"]);

  expect(ended).toMatchObject({ status: 2, stderr: "Error: No local cloud answers at http://127.0.0.1:9\n" });
});
