import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { scoreGrouping } from "../../bench/corpora/grouping.ts";
import { generateFamily, LOG_FAMILIES } from "../../bench/corpora/log-families.ts";
import { patternsCommand } from "../../cli/patterns/command.ts";
import { LocalCloud } from "../../local/index.ts";
import { CommandProcess, type Ended, run } from "./command.ts";

let folder: string;
const file = (name: string): string => join(folder, name);
const patterns = (...parameters: string[]): Promise<Ended> => run(["patterns", ...parameters]);
const rows = (stdout: string) =>
  stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "cumulog-patterns-"));
  const write = (name: string, lines: readonly string[]) =>
    writeFileSync(file(name), lines.map((line) => `${line}\n`).join(""));
  const minute = (index: number) => `2026-01-05T10:${String(index % 60).padStart(2, "0")}:00Z`;
  write(
    "before.log",
    Array.from({ length: 40 }, (_, index) => `${minute(index)} INFO order ${index} created`),
  );
  write("after.log", [
    ...Array.from({ length: 40 }, (_, index) => `${minute(index)} INFO order ${index} created`),
    ...Array.from(
      { length: 5 },
      (_, index) => `${minute(index)} ERROR payment ${index} timed out\u001b]0;x\u0007`,
    ),
  ]);
  write("plain.log", ["worker 5 started", "", "worker 6 started", "\tat a.b(C.java:1)", "all done"]);
  mkdirSync(file("logs"));
  write("logs/app.ndjson", [
    JSON.stringify({ time: minute(1), message: "order 1 failed", error: { name: "E" } }),
  ]);
});
afterAll(() => rmSync(folder, { recursive: true }));

test("lists templates with counts, share, trend, first and last seen", async () => {
  const { status, stdout, stderr } = await patterns(file("after.log"));
  expect(status).toBe(0);
  expect(stdout).toMatch(
    / 40 │\s+89 % │ .+ │ 2026-01-05 10:00 │ 2026-01-05 10:39 │ <\*> INFO order <\*> created/,
  );
  expect(stdout).toContain("<*> ERROR payment <*> timed out");
  expect(stdout).not.toContain("\u001b");
  expect(stderr).toBe("2 patterns in 45 events\n");
});

test("prints JSON, one object a pattern", async () => {
  const [first, ...others] = rows((await patterns("--json", file("before.log"))).stdout);
  expect(others).toEqual([]);
  expect(first).toMatchObject({ pattern: "<*> INFO order <*> created", count: 40, share: 1 });
  expect((first!["trend"] as number[]).reduce((one, other) => one + other)).toBe(40);
});

test("compares two logs", async () => {
  const { stdout, stderr } = await patterns("--diff", file("before.log"), file("after.log"));
  expect(stdout).toMatch(/\+ new .* 5 \(11 %\) │ <\*> ERROR payment <\*> timed out/);
  expect(stderr).toBe("1 new, 0 gone, 0 more, 0 less\n");
});

test("reads lines without times, and mines JSON records on message and error", async () => {
  const { stdout, stderr } = await patterns(file("plain.log"));
  expect(stdout).toContain("worker <*> started");
  expect(stderr).toContain("Warning: the lines have no times");
  expect((await patterns(file("logs"))).stdout).toContain("order <*> failed: E");
});

describe("--assign", () => {
  test("prints one id for every line, in order, and stack frames with their event", async () => {
    const ids = (await patterns("--assign", file("plain.log"))).stdout.trim().split("\n");
    expect(ids).toHaveLength(5);
    expect(ids[2]).toBe(ids[0]);
    expect(ids[3]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(3);
  });

  test("groups as the truth says", async () => {
    const events = generateFamily(LOG_FAMILIES.find(({ name }) => name === "Linux")!, 3_000, 5);
    writeFileSync(file("linux.log"), events.map(({ text }) => `${text}\n`).join(""));
    const ids = (await patterns("--assign", file("linux.log"))).stdout.trim().split("\n");
    const truth = events.map(({ template }) => template);
    expect(scoreGrouping(ids, truth).accuracy).toBeGreaterThanOrEqual(0.95);
  });
});

describe("odd inputs", () => {
  const written = (name: string, content: string | Buffer): string => {
    writeFileSync(file(name), content);
    return file(name);
  };
  const assigned = async (path: string) => (await patterns("--assign", path)).stdout.split("\n").slice(0, -1);

  test("empty, and what is no text, are said in a sentence", async () => {
    expect(await patterns(written("empty.log", ""))).toMatchObject({
      status: 2,
      stderr: `Error: The log ${file("empty.log")} is empty.\n`,
    });
    expect((await patterns("--assign", file("empty.log"))).stdout).toBe("");
    const { status, stderr } = await patterns(written("binary.log", Buffer.from([1, 0, 2, 200, 0, 10, 0])));
    expect([status, stderr]).toEqual([2, expect.stringContaining("it is not text")]);
  });

  test("CRLF, a byte order mark and a last line without an end change nothing", async () => {
    const ids = await assigned(
      written("windows.log", "\uFEFFworker 1 done\r\nworker 2 done\r\nother\r\nworker 3 done"),
    );
    expect(ids).toHaveLength(4);
    expect(new Set([ids[0], ids[1], ids[3]]).size).toBe(1);
    expect(ids).toEqual(
      await assigned(written("unix.log", "worker 1 done\nworker 2 done\nother\nworker 3 done\n")),
    );
  });

  test("a line of megabytes is one line", async () => {
    const ids = await assigned(written("huge.log", `a 1\n${"z".repeat(2_500_000)}\na 2\n`));
    expect(ids).toHaveLength(3);
    expect(ids[2]).toBe(ids[0]);
  });

  test("the standard input, with times and without, packed or not", async () => {
    const piped = async (input: string | Buffer, ...parameters: string[]) => {
      const command = new CommandProcess(["patterns", "-", ...parameters], {}, input);
      return command.ended;
    };
    const timed = await piped(
      "2026-01-05T10:00:00Z order 1 created\n2026-01-05T10:01:00Z order 2 created\n",
      "--json",
    );
    expect(rows(timed.stdout)).toMatchObject([{ count: 2, firstSeen: Date.UTC(2026, 0, 5, 10) }]);
    const untimed = await piped(gzipSync("worker 1 done\nworker 2 done\n"), "--json");
    expect(rows(untimed.stdout)).toMatchObject([{ pattern: "worker <*> done", count: 2 }]);
    expect((await piped("")).stderr).toBe("Error: The log - is empty.\n");
  });
});

test("--assign --json prints the pattern of every line", async () => {
  const lines = rows((await patterns("--assign", "--json", file("before.log"))).stdout);
  expect(lines).toHaveLength(40);
  expect(new Set(lines.map(({ pattern }) => pattern))).toEqual(new Set(["<*> INFO order <*> created"]));
});

test("--diff --json tells new, gone, more and less with counts and shares", async () => {
  const changes = rows((await patterns("--diff", "--json", file("after.log"), file("before.log"))).stdout);
  expect(changes).toMatchObject([
    { change: "gone", before: 5, after: 0, pattern: expect.stringContaining("ERROR payment <*> timed out") },
  ]);
});

describe("--group and --lake", () => {
  const GROUP = { logGroupName: "/shop/api", logStreamName: "a" };
  // Not the machine's time: the last hour is the cloud's.
  const now = Date.UTC(2026, 0, 15, 12);
  let cloud: LocalCloud;
  beforeAll(async () => {
    cloud = await LocalCloud.start({ clock: { start: now, speed: 0 }, googlePort: false });
    const logs = new CloudWatchLogsClient({
      endpoint: cloud.endpoints.aws,
      region: "us-east-1",
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
    });
    await logs.send(new CreateLogGroupCommand({ logGroupName: GROUP.logGroupName }));
    await logs.send(new CreateLogStreamCommand(GROUP));
    const logEvents = [
      ...Array.from({ length: 3 }, (_, index) => ({
        timestamp: now - 7_200_000 + index,
        message: `old ${index}`,
      })),
      ...Array.from({ length: 5 }, (_, index) => ({
        timestamp: now - 60_000 + index,
        message: `order ${index} created`,
      })),
    ];
    await logs.send(new PutLogEventsCommand({ ...GROUP, logEvents }));
  });
  afterAll(() => cloud.stop());
  const ofGroup = (...parameters: string[]) =>
    patterns("--group", GROUP.logGroupName, "--endpoint", cloud.endpoints.aws, "--json", ...parameters);

  test("lists the patterns of the last hour of a group, or of another time", async () => {
    expect(rows((await ofGroup()).stdout)).toMatchObject([{ pattern: "order <*> created", count: 5 }]);
    const all = rows((await ofGroup("--from", "3h")).stdout);
    expect(all.map(({ pattern, count }) => [pattern, count])).toEqual([
      ["order <*> created", 5],
      ["old <*>", 3],
    ]);
    const earlier = rows((await ofGroup("--to", "90m")).stdout);
    expect(earlier).toMatchObject([{ pattern: "old <*>", count: 3 }]);
    const missing = await patterns("--group", "/none", "--endpoint", cloud.endpoints.aws);
    expect([missing.status, missing.stderr]).toEqual([2, 'Error: There is no log group "/none".\n']);
  });

  test("lists the patterns of a lake", async () => {
    const lake = file("lake");
    const loaded = await run(["lake", "load", file("after.log"), "--lake", lake]);
    expect(loaded.status).toBe(0);
    const listed = rows((await patterns("--lake", lake, "--json")).stdout);
    expect(listed.map(({ count }) => count)).toEqual([40, 5]);
    const later = rows((await patterns("--lake", lake, "--from", "2026-01-05T10:30:00Z", "--json")).stdout);
    expect(later).toMatchObject([{ count: 10 }]);
  });
});

test("says in one sentence what is wrong", async () => {
  expect((await patterns()).stderr).toBe(
    "Error: Say what to read: log files, --group or --lake, and only one of them.\n",
  );
  expect((await patterns("--diff", file("before.log"))).stderr).toContain(
    "expected two files or folders, got 1",
  );
  const missing = await patterns(file("nowhere.log"));
  expect([missing.status, missing.stderr]).toEqual([2, expect.stringContaining("nowhere.log")]);
});

test("every example of the help that needs no cloud and no lake runs", async () => {
  const examples = [...helpOf().matchAll(/\$ cumulog patterns (.+?)(?:\s{2,}|\n)/g)].map(([, text]) => text!);
  expect(examples.length).toBeGreaterThan(4);
  for (const example of examples.filter((text) => !/--(?:group|lake)/.test(text))) {
    const parameters = example.replaceAll("app.log", "after.log").split(" ");
    const paths = parameters.map((word) => (/\.log$|^logs\/$/.test(word) ? file(word) : word));
    expect({ example, ...(await patterns(...paths)) }).toMatchObject({ status: 0 });
  }
});

function helpOf(): string {
  let help = "";
  patternsCommand()
    .configureOutput({ writeOut: (text) => (help += text) })
    .outputHelp();
  return help;
}
