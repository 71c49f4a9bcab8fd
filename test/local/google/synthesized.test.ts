import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { forwarderSchema } from "../../../functions/cloud-logging-forwarder/configuration.ts";
import { entriesOf } from "../../../functions/cloud-logging-forwarder/entries.ts";
import { checkDeployment, googlePlan } from "../../../infra/index.ts";
import { LocalCloud } from "../../../local/index.ts";

const START = Date.parse("2026-01-05T10:00:00Z");
const MINUTE = 60_000;
const GOOGLE = { projectId: "shop-project", credentials: "none" };
const SOURCE = { owner: "111122223333", logGroup: "/shop/api", logStream: "s", region: "eu-west-1" };

/** One signal of each kind that Google Cloud can express. */
const DOCUMENT = {
  groups: { api: { name: "/shop/api", retentionDays: 14 } },
  googleCloud: { ...GOOGLE, groups: ["api"] },
  channels: {
    "on-call": {
      emails: ["a@example.com"],
      destinations: [{ name: "hook", type: "webhook", url: "ssm:/hook", signingSecret: "ssm:/secret" }],
    },
  },
  signals: {
    errors: {
      group: "api",
      level: "error",
      moreThan: 2,
      within: "5m",
      channels: ["on-call"],
      severity: "critical",
    },
    fatal: { group: "api", level: "fatal", dimensions: { route: "$.route" }, channels: ["on-call"] },
    slow: { group: "api", value: "$.durationMs", p95: "> 800ms", within: "5m" },
    mean: { group: "api", value: "$.durationMs", average: "> 400ms", within: "5m" },
    share: { group: "api", ratio: { of: { level: "error" }, minimum: 4 }, moreThan: "50%", within: "5m" },
    quiet: { group: "api", silence: "10m" },
    objective: { group: "api", level: "error", budget: { objective: "99%", window: "1d" } },
    calls: { group: "api", value: "$.durationMs", sampleCount: "> 6", within: "5m" },
  },
};

let directory: string;
let cloud: LocalCloud;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "synthesized-"));
  const google = join(directory, "cumulog.tf.json");
  writeFileSync(google, JSON.stringify(googlePlan(checkDeployment(DOCUMENT, "cumulog.yaml")).terraform));
  cloud = await LocalCloud.start({
    clock: { start: START, speed: 0 },
    googlePort: false,
    google,
    googleVariables: { on_call_hook: "https://hooks.example.test/on-call" },
  });
});
afterAll(async () => {
  await cloud.stop();
  rmSync(directory, { recursive: true });
});

/** Writes a record as the forwarder does. */
async function write(record: object): Promise<void> {
  const event = { id: `${Math.random()}`, timestamp: cloud.clock.now(), message: JSON.stringify(record) };
  const entries = entriesOf(event, SOURCE, forwarderSchema.parse(GOOGLE)).map(({ entry }) => entry);
  const response = await fetch(`${cloud.endpoints.aws}/v2/entries:write`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ entries }),
  });
  expect(await response.json()).toEqual({});
}

interface Shown {
  readonly policyName: string;
  readonly openedAt: number;
  readonly severity: string;
}

async function opened(): Promise<string[]> {
  const response = await fetch(`${cloud.endpoints.aws}/_cumulog/google/incidents`);
  const { incidents } = (await response.json()) as { incidents: readonly Shown[] };
  return incidents.map(({ policyName, openedAt }) => `${policyName} ${(openedAt - START) / MINUTE}`).sort();
}

test("the plan that synth --google writes goes off in the local cloud, signal by signal", async () => {
  const record = {
    level: "INFO",
    logger: "shop",
    message: "done",
    timestamp: "t",
    durationMs: 20,
    route: "/pay",
  };

  for (let index = 0; index < 4; index++) await write(record);
  await cloud.clock.advance("2m");
  expect(await opened()).toEqual([]);

  for (let index = 0; index < 3; index++) await write({ ...record, level: "ERROR", durationMs: 1_500 });
  await write({ ...record, level: "FATAL", durationMs: 1_500 });
  await cloud.clock.advance("1m");
  const after = await opened();
  await cloud.clock.advance("15m");

  expect(after).toEqual([
    "calls 3",
    "errors 3",
    "fatal 2",
    "mean 3",
    "objective-fast 3",
    "objective-slow 3",
    "slow 3",
  ]);
  expect((await opened()).filter((one) => !after.includes(one))).toEqual(["quiet 13", "share 6"]);
  expect(cloud.inbox.list().map(({ protocol, to }) => [protocol, to])).toEqual(
    expect.arrayContaining([
      ["email", "a@example.com"],
      ["webhook", "https://hooks.example.test/on-call"],
    ]),
  );
  const fatal = cloud.inbox
    .list()
    .find(({ protocol, body }) => protocol === "webhook" && body.includes("fatal"));
  expect(JSON.parse(fatal!.body)).toMatchObject({
    incident: { documentation: { content: expect.stringContaining("route: /pay") } },
  });
});
