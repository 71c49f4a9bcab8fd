import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CommandProcess } from "./command.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "plan-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const run = (...parameters: string[]) => new CommandProcess(["plan", ...parameters]).ended;

const CONFIGURATION = `
groups: { api: { name: /shop/api } }
signals:
  errors: { group: api, pattern: ERROR, moreThan: 2, within: 1m }
  failing: { group: api, ratio: { of: { pattern: ERROR } }, moreThan: "50%", within: 1m }
  quiet: { group: api, silence: 10m }
  objective: { group: api, pattern: ERROR, budget: { objective: "99.9%" } }
  asked: { group: api, query: { query: "filter @message like /ERROR/" }, moreThan: 3 }
`;

/** A day of a line a minute; in three of its minutes four errors. */
const LOG = Array.from({ length: 1_440 }, (_, minute) => {
  const time = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, minute, second)).toISOString();
  const errors = [100, 500, 900].includes(minute)
    ? Array.from({ length: 4 }, (_, index) => `${time(10 + index)} ERROR declined`)
    : [];
  return [`${time(0)} fine`, ...errors].join("\n");
}).join("\n");

test("tells what each signal deploys and costs, and how often it would have gone off", async () => {
  const configuration = file("plan.yaml", CONFIGURATION);
  const log = file("day.log", `${LOG}\n`);

  const { status, stdout } = await run(configuration, "--log", log, "--json");

  expect(status).toBe(0);
  const plan = JSON.parse(stdout) as { signals: Record<string, unknown>[]; monthly: number; history: object };
  const of = Object.fromEntries(plan.signals.map((signal) => [signal["name"], signal]));
  expect(of["errors"]).toMatchObject({ firings: 3, cost: { monthly: 0.4 } });
  expect(of["failing"]).toMatchObject({ firings: 3 });
  expect(of["quiet"]).toMatchObject({ resources: { alarm: 1 } });
  expect(of["objective"]).toMatchObject({
    resources: { "metric filter": 2, alarm: 4, "composite alarm": 1 },
  });
  expect(of["asked"]).toMatchObject({ firings: 3, resources: { "log alarm": 1 } });
  expect(plan.history).toMatchObject({ events: 1_452 });
});

test("the table says the same, and why it is done this way", async () => {
  const { status, stdout, stderr } = await run(file("plan.yaml", CONFIGURATION));

  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/errors\s+│ count\s+│ 1 metric filter, 1 alarm\s+│\s+\$0\.40/);
  expect(stdout).toContain("quiet: the group's own metric IncomingLogEvents costs nothing");
  expect(stdout).toContain("read on 2026-11-25");
});

test.each([
  [["/nowhere.yaml"], /nowhere\.yaml cannot be read: there is no such file\./],
  [["--log", "/nowhere.log"], /./],
  [["--bytes-per-day", "many"], /expected a size/],
  [["--dimension-values", "0"], /whole number from 1/],
])("%j ends with one sentence", async (parameters, message) => {
  const { status, stdout, stderr } = await run(
    ...(parameters[0]!.startsWith("/") ? [] : [file("plan.yaml", CONFIGURATION)]),
    ...parameters,
  );

  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(message);
});

test("says which signals are the same on Google Cloud, and why others are not there", async () => {
  const configuration = file(
    "google.yaml",
    `
groups: { api: { name: /shop/api }, web: { name: /shop/web } }
googleCloud: { groups: [api], projectId: shop-project, credentials: none }
signals:
  errors: { group: api, level: error, moreThan: 2, within: 1m }
  strange: { group: api, unusual: true }
  elsewhere: { group: web, level: error }
`,
  );

  const { status, stdout } = await run(configuration);

  expect(status).toBe(0);
  expect(stdout).toContain("errors: the same, but for 1, 2");
  expect(stdout).toContain("strange: not there. Cloud Monitoring has no band of what is usual.");
  expect(stdout).toContain("elsewhere: not there. The group web is not copied to Google Cloud");
});
