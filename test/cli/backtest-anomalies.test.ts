import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "./command.ts";

const START = Date.UTC(2026, 0, 5);
let folder: string;
let log: string;

/** Two days of orders every minute; on the second, eight payments time out within one window. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "cumulog-anomalies-"));
  log = join(folder, "app.ndjson");
  const lines: string[] = [];
  for (let minute = 0; minute < 2 * 24 * 60; minute++) {
    const timestamp = new Date(START + minute * 60_000).toISOString();
    for (let order = 0; order < 4; order++)
      lines.push(JSON.stringify({ timestamp, level: "info", message: `order ${order} created` }));
    if (minute === 30 * 60)
      for (let payment = 0; payment < 8; payment++)
        lines.push(JSON.stringify({ timestamp, level: "error", message: `payment ${payment} timed out` }));
  }
  writeFileSync(log, lines.join("\n"));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("backtest --anomalies tells what was unusual, without any alarm", async () => {
  const { status, stdout, stderr } = await run(["backtest", log, "--anomalies"]);

  expect(status).toBe(0);
  expect(stdout).toMatch(
    /2026-01-06 06:05 │ new\s+│ 0\.\d\d\s+│ new: 8 × "payment <\*> timed out" in 5 minutes/,
  );
  expect(stderr).toBe("1 anomalies in 2.0 days\nThe shape of the week is known only after two weeks.\n");
});

test("backtest --anomalies --json prints them with all reasons", async () => {
  const { stdout } = await run(["backtest", log, "--anomalies", "--json", "--sensitivity", "high"]);

  expect(JSON.parse(stdout)).toMatchObject({
    learning: false,
    anomalies: [{ kind: "new", seen: 8, findings: [{ series: { type: "template" } }, ...[]] }],
  });
});

test("backtest --anomalies refuses what belongs to alarms", async () => {
  const { status, stderr } = await run(["backtest", log, "--anomalies", "--pattern", "ERROR"]);

  expect([status, stderr]).toEqual([
    2,
    "Error: --anomalies needs no alarm: it cannot be had with --pattern.\n",
  ]);
});
