import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LocalCloud } from "../../local/index.ts";
import { CommandProcess, run } from "./command.ts";

const REGION = "eu-west-1";
const START = Date.UTC(2026, 0, 5, 12);
let folder: string;
let cloud: LocalCloud;
let logs: CloudWatchLogs;
let environment: Record<string, string>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "tail-"));
  cloud = await LocalCloud.start({ region: REGION, clock: { start: START, speed: 0 }, googlePort: false });
  const config = join(folder, "config");
  const lines = ["[profile shop]", `region = ${REGION}`, `endpoint_url = ${cloud.endpoints.aws}`];
  writeFileSync(config, `${lines.join("\n")}\n`);
  environment = {
    AWS_CONFIG_FILE: config,
    AWS_SHARED_CREDENTIALS_FILE: join(folder, "none"),
    AWS_PROFILE: "shop",
    AWS_REGION: "",
    AWS_DEFAULT_REGION: "",
  };
  logs = new CloudWatchLogs({
    endpoint: cloud.endpoints.aws,
    region: REGION,
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  });
});
afterAll(async () => {
  logs.destroy();
  await cloud.stop();
  rmSync(folder, { recursive: true });
});

async function group(
  logGroupName: string,
): Promise<(time: number, ...messages: string[]) => Promise<unknown>> {
  await logs.createLogGroup({ logGroupName });
  await logs.createLogStream({ logGroupName, logStreamName: "one" });
  return (time, ...messages) =>
    logs.putLogEvents({
      logGroupName,
      logStreamName: "one",
      logEvents: messages.map((message, index) => ({ timestamp: START + time + index, message })),
    });
}

describe("tail with a profile of another region", () => {
  test("follows ten groups, and shows every one of 10,000 events once and in order", {
    timeout: 60_000,
  }, async () => {
    const groups = await Promise.all(Array.from({ length: 10 }, (_, index) => group(`/many/${index}`)));
    const expected = Array.from({ length: 10_000 }, (_, index) => `event ${index}`);
    const tail = new CommandProcess(["tail", "/many/*", "--follow", "--raw"], environment);
    await groups[0]!(-1, "ready");
    await tail.printed("ready");

    for (let from = 0; from < expected.length; from += 100)
      await groups[(from / 100) % 10]!(from, ...expected.slice(from, from + 100));
    await tail.printed("event 9999\n");
    const { status, stdout, stderr } = await tail.stop();

    const shown = stdout.match(/event \d+/g);
    expect(shown).toEqual(expected);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  test("merges groups by time, between two times, as JSON and by fields", async () => {
    const [left, right] = [await group("/merged/left"), await group("/merged/right")];
    await left(0, '{"level":"ERROR","message":"down","requestId":"r 1","user":{"id":7}}');
    await right(1, "WARN plain");
    await left(2, "late");
    const times = ["--since", "2026-01-05T12:00:00Z", "--until", "2026-01-05T12:00:00.002Z"];

    const [text, json, fields, raw] = await Promise.all([
      run(["tail", "/merged/*", ...times], environment),
      run(["tail", "/merged/*", ...times, "--json"], environment),
      run(["tail", "/merged/left", "/merged/right", ...times, "--fields", "level,user.id,none"], environment),
      run(["tail", "/merged/lef?", ...times, "--raw", "--profile", "shop"], {
        ...environment,
        AWS_PROFILE: "",
      }),
    ]);

    expect(text.stdout.split("\n")).toEqual([
      '2026-01-05T12:00:00.000Z /merged/left one ERROR down requestId="r 1" user={"id":7}',
      "2026-01-05T12:00:00.001Z /merged/right one WARN plain",
      "",
    ]);
    expect(
      json.stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual([
      expect.objectContaining({ group: "/merged/left", time: "2026-01-05T12:00:00.000Z", stream: "one" }),
      expect.objectContaining({ group: "/merged/right", message: "WARN plain" }),
    ]);
    expect(fields.stdout.split("\n")[0]).toMatch(/one ERROR {2}7 {2}-$/);
    expect(raw.stdout).toContain('one {"level":"ERROR"');
  });

  test("shows levels in colour, and an error's stack on lines of its own", async () => {
    const put = await group("/coloured");
    const error = { name: "Error", message: "no", stack: "Error: no\n    at pay (\u001bshop.js:1:2)" };
    await put(0, JSON.stringify({ level: "error", message: "failed", error }));

    const { stdout } = await run(["tail", "/coloured"], { ...environment, NO_COLOR: "", FORCE_COLOR: "1" });

    expect(stdout).toContain("\u001b[31mERROR\u001b[39m failed");
    expect(stdout).toContain("\n    \u001b[2m    at pay (\\u001bshop.js:1:2)\u001b[22m\n");
  });

  test("says when nothing was found, and which group is not there", async () => {
    await group("/empty");

    const [nothing, glob, both, none] = await Promise.all([
      run(["tail", "/empty"], environment),
      run(["tail", "/no/*"], environment),
      run(["tail", "/empty", "--follow", "--until", "1m"], environment),
      run(["tail"], environment),
    ]);

    expect(nothing).toEqual({
      status: 0,
      stdout: "",
      stderr: "Nothing was found from 2026-01-05T11:50:00.000Z to now; --since says how far back to look.\n",
    });
    expect([glob, both, none].map(({ status }) => status)).toEqual([2, 2, 2]);
    expect(glob.stderr).toContain('No log group matches "/no/*"');
    expect(both.stderr).toContain("not both");
    expect(none.stderr).toContain("Say what to read");
  });

  test("reads Cloud Logging, alone and together with a group", async () => {
    const put = await group("/both");
    await put(5, "of AWS");
    const response = await fetch(`${cloud.endpoints.aws}/v2/entries:write`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        logName: "projects/shop/logs/api",
        resource: { type: "global" },
        entries: [
          {
            timestamp: new Date(START).toISOString(),
            severity: "ERROR",
            jsonPayload: { message: "of Google" },
          },
        ],
      }),
    });
    expect(response.status).toBe(200);
    const google = { ...environment, CLOUD_LOGGING_ENDPOINT: cloud.endpoints.aws };

    const alone = await run(["tail", "--google", "severity>=ERROR", "--project", "shop"], google);
    const together = await run(["tail", "/both", "--google", "--project", "shop"], google);

    const followed = new CommandProcess(
      ["tail", "/both", "--google", "--project", "shop", "--follow"],
      google,
    );
    await followed.printed("of AWS");
    const { stdout: both } = await followed.stop();

    expect(both.match(/of \w+/g)).toEqual(["of Google", "of AWS"]);
    expect(alone.stdout).toBe("2026-01-05T12:00:00.000Z global ERROR of Google\n");
    expect(together.stdout.split("\n").map((line) => line.replace(/^\S+ /, ""))).toEqual([
      "projects/shop/logs/api global ERROR of Google",
      "/both one of AWS",
      "",
    ]);
  });
});

test("groups and streams are listed", async () => {
  await logs.createLogGroup({ logGroupName: "/listed/a", deletionProtectionEnabled: true });
  await logs.putRetentionPolicy({ logGroupName: "/listed/a", retentionInDays: 7 });
  const put = await group("/listed/b");
  await put(0, "x");

  const [groups, json, streams, missing] = await Promise.all([
    run(["groups", "/listed/*"], environment),
    run(["groups", "/listed/b", "--json"], environment),
    run(["streams", "/listed/b"], environment),
    run(["streams", "/none"], environment),
  ]);

  expect(groups.stdout.split("\n").map((line) => line.split(/ {2,}/))).toEqual([
    ["SIZE", "KEPT", "CLASS", "CREATED", "GROUP"],
    ["0 B", "7 days", "standard, protected", "2026-01-05", "/listed/a"],
    ["27 B", "for ever", "standard", "2026-01-05", "/listed/b"],
    [""],
  ]);
  expect(JSON.parse(json.stdout)).toMatchObject({ name: "/listed/b", storedBytes: 27, class: "STANDARD" });
  expect(streams.stdout).toContain("2026-01-05T12:00:00.000Z  2026-01-05T12:00:00.000Z  one");
  expect(missing).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('There is no log group "/none"'),
  });
});

test("a local cloud is found by the profile, too", async () => {
  const [faults, inbox] = await Promise.all([run(["faults"], environment), run(["inbox"], environment)]);

  expect([faults.stdout, inbox.stdout]).toEqual(["No faults.\n", "The inbox is empty.\n"]);
});

test("a region is asked for when nothing says one", async () => {
  const { status, stderr } = await run(["groups"], { ...environment, AWS_PROFILE: "" });

  expect(status).toBe(2);
  expect(stderr).toContain("No region is configured");
});
