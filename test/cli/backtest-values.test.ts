import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "./command.ts";

const START = Date.UTC(2026, 0, 5);
const VALUES = 400;
let folder: string;
const file = (name: string): string => join(folder, name);
const valueAt = (index: number): number => (index === 350 ? 90 : 10 + (index % 3));

function series(
  timeOf: (time: number) => string,
  separator = ",",
  end = "\n",
  head = "timestamp,value",
): string {
  const lines = Array.from(
    { length: VALUES },
    (_, index) => `${timeOf(START + index * 300_000)}${separator}${valueAt(index)}`,
  );
  return [head, ...lines, ""].join(end);
}
const plain = (time: number): string => new Date(time).toISOString().slice(0, 19).replace("T", " ");

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "cumulog-values-"));
  writeFileSync(file("series.csv"), series(plain));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("tells the unusual values of a series", async () => {
  const { status, stdout, stderr } = await run(["backtest", "--values", file("series.csv")]);

  expect(status).toBe(0);
  expect(stdout).toMatch(/2026-01-06 05:10:00 │ 90 +│ 1\d?(?:\.\d+)? +│ [01]\.\d\d/);
  expect(stderr).toBe("1 of 400 values are unusual\n");
});

test("prints every line with its score, in order", async () => {
  const { stdout } = await run(["backtest", "--values", file("series.csv"), "--scores"]);
  const lines = stdout.trim().split("\n");

  expect(lines[0]).toBe("timestamp,value,anomaly_score");
  expect(lines).toHaveLength(VALUES + 1);
  const scores = lines.slice(1).map((line) => Number(line.split(",")[2]));
  expect(scores.indexOf(Math.max(...scores))).toBe(350);
  expect(lines[351]).toMatch(/^2026-01-06 05:10:00,90,[01]\.\d{6}$/);
});

test.each([
  [
    "ISO times, semicolons, CRLF and a byte order mark",
    "\uFEFFtime;value",
    ";",
    "\r\n",
    (time: number) => new Date(time).toISOString(),
  ],
  ["seconds since 1970 and tabs", "at\tnumber", "\t", "\n", (time: number) => String(time / 1_000)],
  ["milliseconds in quotes", '"t","v"', ",", "\n", (time: number) => `"${time}"`],
  ["a zone", "t,v", ",", "\n", (time: number) => new Date(time).toISOString().replace("Z", "+00:00")],
])("takes %s, packed or not", async (_, head, separator, end, timeOf) => {
  writeFileSync(file("other.csv.gz"), gzipSync(series(timeOf, separator, end, head)));
  const { stdout } = await run(["backtest", "--values", file("other.csv.gz"), "--json"]);

  const { values, anomalies } = JSON.parse(stdout) as { values: number; anomalies: object[] };
  expect(values).toBe(VALUES);
  expect(anomalies).toMatchObject([{ value: 90 }]);
});

test("keeps a line for what has no value", async () => {
  writeFileSync(
    file("gaps.csv"),
    series(plain).replace("00:25:00,12", "00:25:00,").replace("00:30:00,10", "00:30:00,n/a"),
  );
  const { stdout } = await run(["backtest", "--values", file("gaps.csv"), "--scores"]);

  expect(stdout.trim().split("\n")).toHaveLength(VALUES + 1);
  expect(stdout).toContain("2026-01-05 00:25:00,,0.000000\n2026-01-05 00:30:00,,0.000000\n");
});

test("says in one sentence what is wrong", async () => {
  writeFileSync(file("wrong.csv"), "t,v\n2026-01-05,1\nyesterday,2\n");
  writeFileSync(file("empty.csv"), "");
  const errors = await Promise.all(
    [
      ["--values", file("wrong.csv")],
      ["--values", file("empty.csv")],
      ["--values", "a.csv", "--pattern", "x"],
      ["--values", "a.csv", "--anomalies"],
      ["--values", "a.csv", "--scores", "--json"],
      ["a.log", "--anomalies", "--from", "2d"],
      ["--anomalies", "--group", "/a", "--from", "1h", "--to", "2h"],
      ["--anomalies", "--group", "/a"],
    ].map(async (parameters) => (await run(["backtest", ...parameters])).stderr),
  );

  expect(errors).toEqual([
    `Error: ${file("wrong.csv")}, line 3: expected a time and a value, such as 2026-01-05 10:00:00,17.5\n`,
    `Error: ${file("empty.csv")} has no lines with a time and a value.\n`,
    "Error: --values needs no alarm: it cannot be had with --pattern.\n",
    "Error: --values and --anomalies cannot be had at once: expected one of them.\n",
    "Error: --scores prints CSV: it cannot be had with --json.\n",
    "Error: --from and --to go with --group.\n",
    "Error: --from 1h is not before --to 2h.\n",
    "Error: --group needs --from, such as --from 7d.\n",
  ]);
});
