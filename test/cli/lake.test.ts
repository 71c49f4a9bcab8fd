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
import { LocalCloud } from "../../local/index.ts";
import { run } from "./command.ts";

const START = Date.UTC(2026, 0, 5, 12);
let folder: string;
let lake: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "lake "));
  lake = join(folder, "lake");
  const lines = Array.from({ length: 60 }, (_, minute) =>
    JSON.stringify({
      timestamp: new Date(START + minute * 60_000).toISOString(),
      level: minute < 6 ? "ERROR" : "INFO",
      message: minute === 9 ? "=cmd() of\u001b[31m red" : `minute ${minute}`,
      userId: `u-${minute % 2}`,
      orderId: minute,
    }),
  );
  writeFileSync(join(folder, "app.log"), lines.join("\n"));
  writeFileSync(
    join(folder, "cumulog.yaml"),
    "service: shop\nlake: { columns: { order_id: { from: $.orderId, type: integer } } }\n",
  );
  const { status, stdout, stderr } = await run([
    "lake",
    "load",
    join(folder, "app.log"),
    "--lake",
    lake,
    "--config",
    join(folder, "cumulog.yaml"),
  ]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toBe(`60 read, 60 loaded into ${lake}\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));

const json = async (...parameters: string[]) => {
  const { status, stdout, stderr } = await run([...parameters, "--lake", lake, "--json"]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return JSON.parse(stdout) as unknown;
};

describe("cumulog query", () => {
  test("--json is one array of row objects, and nothing else", async () => {
    expect(await json("query", "error-rate-by-hour")).toEqual([
      { day: "2026-01-05", hour: 12, events: 60, errors: 6, error_rate: 0.1 },
    ]);
    expect(await json("query", "SELECT max(order_id) AS m FROM logs WHERE user_id = 'u-0'")).toEqual([
      { m: 58 },
    ]);
    expect(await json("query", "SELECT 1 AS one WHERE false")).toEqual([]);
  });

  test("takes parameters, a span of time and a time zone", async () => {
    const rows = (await json(
      "query",
      "user-history",
      "--param",
      "user=u-1",
      "--from",
      "2026-01-05T12:50:00Z",
    )) as object[];
    const zoned = await json("query", "error-rate-by-hour", "--timezone", "Asia/Tokyo");

    expect(rows).toHaveLength(5);
    expect(zoned).toMatchObject([{ day: "2026-01-05", hour: 21 }]);
  });

  test("CSV neutralizes formulas, and a table control characters", async () => {
    const sql = "SELECT message FROM logs WHERE message LIKE '=cmd%'";

    const csv = await run(["query", sql, "--lake", lake, "--csv"]);
    const table = await run(["query", sql, "--lake", lake]);

    expect(csv.stdout).toBe("message\r\n'=cmd() of\u001b[31m red\r\n");
    expect(table.stdout).toContain("=cmd() of red");
    expect(table.stdout).not.toContain("\u001b");
  });

  test("--sql prints the text of an engine", async () => {
    const { stdout } = await run(["query", "slow-routes", "--sql", "--bigquery", "p.d"]);

    expect(stdout).toContain("APPROX_QUANTILES(duration_ms, 1000)[OFFSET(950)]");
  });

  test.each([
    [["query", "no-such-query"], "There is no query"],
    [["query", "SELECT nothing FROM logs"], '"nothing" not found'],
    [["query", "SELEC * FROM logs"], "syntax error"],
    [["query", "user-history"], "needs --param user=…: the user's id"],
    [["query", "user-history", "--param", "user=u", "--param", "no=1"], 'no parameter "no"'],
    [["query", "DROP VIEW logs"], "expected a SELECT"],
    [["query", "error-rate-by-hour", "--from", "soon"], "--from"],
    [["query", "error-rate-by-hour", "--timezone", "Mars/Base"], 'no time zone "Mars/Base"'],
  ])("%j ends with 2 and one sentence", async (parameters, reason) => {
    const { status, stdout, stderr } = await run([...parameters, "--lake", lake]);

    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(reason);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  test("a lake that is not there is said", async () => {
    const { status, stderr } = await run(["query", "status-mix", "--lake", join(folder, "none")]);

    expect(status).toBe(2);
    expect(stderr).toBe(
      `Error: There is no lake in ${join(folder, "none")}: load logs first, for example: cumulog lake load app.log --lake ${join(folder, "none")}\n`,
    );
  });
});

describe("cumulog queries", () => {
  test("lists each in one line", async () => {
    const { stdout } = await run(["queries"]);

    expect(stdout.trimEnd().split("\n").length).toBeGreaterThanOrEqual(14);
    expect(stdout).toMatch(/^user-history +What one user did and met, in order \(user=…\)$/m);
  });
});

describe("cumulog lake", () => {
  test("reads log groups with the service's ids, so that they can be read again", async () => {
    // A clock of another day: times are counted from it.
    const start = Date.UTC(2026, 0, 5, 12);
    const cloud = await LocalCloud.start({ clock: { start, speed: 0 }, googlePort: false });
    const endpoint = cloud.endpoints.aws;
    const client = new CloudWatchLogsClient({
      endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
    });
    const logGroupName = "/shop/api";
    try {
      const now = cloud.clock.now() - 10;
      await client.send(new CreateLogGroupCommand({ logGroupName }));
      await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName: "s" }));
      await client.send(
        new PutLogEventsCommand({
          logGroupName,
          logStreamName: "s",
          logEvents: [1, 2, 3].map((order) => ({
            timestamp: now + order,
            message: `{"level":"info","order":${order}}`,
          })),
        }),
      );
      const load = () =>
        run([
          "lake",
          "load",
          "--group",
          "/shop/*",
          "--from",
          "1h",
          "--endpoint",
          endpoint,
          "--lake",
          join(folder, "g"),
          "--json",
        ]);

      const [first, second] = [await load(), await load()];

      expect(JSON.parse(first.stdout)).toMatchObject({ read: 3, loaded: 3 });
      expect(JSON.parse(second.stdout)).toMatchObject({ loaded: 0, rejected: { "already in the lake": 3 } });
    } finally {
      client.destroy();
      await cloud.stop();
    }
  });

  test("compacts, exports and deletes", async () => {
    const out = join(folder, "out.csv");

    const compacted = await run(["lake", "compact", "--lake", lake]);
    const exported = await run(["lake", "export", "--format", "csv", "--mask", "--out", out, "--lake", lake]);
    const deleted = await run(["lake", "delete", "--where", "user_id = 'u-1'", "--lake", lake]);

    expect(compacted.stdout).toContain("60 events: 1 files");
    expect(exported.stdout).toBe(`60 events written to ${out}\n`);
    expect(readFileSync(out, "utf8")).not.toContain("u-1");
    expect(deleted.stdout).toBe("30 events deleted, 30 left\n");
  });

  test.each([
    [["load"], "Say what to load"],
    [["load", "no-such-file.log"], "there is no such file"],
    [["delete"], "Say what to delete"],
    [["delete", "--where", "no_column = 1", "--lake", "LAKE"], "The condition cannot be read"],
    [["export", "--format", "xml"], "Allowed choices are parquet, csv, json"],
  ])("%j ends with 2 and says why", async (parameters, reason) => {
    const { status, stderr } = await run([
      "lake",
      ...parameters.map((text) => (text === "LAKE" ? lake : text)),
    ]);

    expect(status).toBe(2);
    expect(stderr).toContain(reason);
    expect(existsSync("lake/logs")).toBe(false);
  });
});
