import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { scoreGrouping } from "../../bench/corpora/grouping.ts";
import { generateFamily, LOG_FAMILIES } from "../../bench/corpora/log-families.ts";
import { patternsCommand } from "../../cli/patterns/command.ts";
import { type Ended, run } from "./command.ts";

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
