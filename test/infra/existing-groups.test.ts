import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkDeployment } from "../../infra/index.ts";
import { LocalCloud } from "../../local/index.ts";
import { synthesize } from "../../scripts/start/synthesize.ts";

const GROUP = "/shop/api";
const CONFIGURATION = `
service: shop
groups:
  api: { name: ${GROUP}, existing: true }
signals:
  shop-errors: { group: api, level: error, moreThan: 2, within: 1m }
  shop-slow:
    group: api
    query: { query: "filter durationMs > 2000", aggregate: "count(*)" }
    moreThan: 5
    within: 5m
processing:
  groups: [api]
  configuration:
    destinations: [{ type: log-group, name: copy, logGroup: /copy }]
lake: { groups: [api], keepWhenRemoved: false }
anomalies: { groups: [api] }
`;

let folder: string;
let assembly: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "existing-groups-"));
  assembly = join(folder, "cdk.out");
  writeFileSync(join(folder, "cumulog.yaml"), CONFIGURATION);
  await synthesize("infra/app.ts", join(folder, "cumulog.yaml"), assembly);
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function withCloud(work: (cloud: LocalCloud, logs: CloudWatchLogs, client: object) => Promise<void>) {
  const clock = { start: Date.UTC(2026, 0, 2, 3, 4, 0), speed: 0 };
  const cloud = await LocalCloud.start({ clock, googlePort: false });
  const client = {
    endpoint: cloud.endpoints.aws,
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  };
  const logs = new CloudWatchLogs(client);
  try {
    await work(cloud, logs, client);
  } finally {
    logs.destroy();
    await cloud.stop();
  }
}

const imported = (cloud: LocalCloud) => cloud.stacks.flatMap(({ importedGroups }) => importedGroups);

// The functions run as processes of their own.
describe("an app with an existing log group", { timeout: 180_000 }, () => {
  test("does not make it", () => {
    const templates = readdirSync(assembly).filter((name) => name.endsWith(".template.json"));

    const made = templates.flatMap((name) => {
      const { Resources = {} } = JSON.parse(readFileSync(join(assembly, name), "utf8"));
      return Object.values(Resources as Record<string, { Properties?: { LogGroupName?: string } }>).filter(
        (resource) =>
          (resource as { Type?: string }).Type === "AWS::Logs::LogGroup" &&
          resource.Properties?.LogGroupName === GROUP,
      );
    });

    expect(templates.length).toBeGreaterThan(2);
    expect(made).toEqual([]);
  });

  test("has its signals, rules and lake work on it; a cloud without the group makes it and says so", () =>
    withCloud(async (cloud, logs, client) => {
      await cloud.deploy(assembly);
      await logs.createLogGroup({ logGroupName: "/copy" }).catch(() => {});
      await logs.createLogStream({ logGroupName: GROUP, logStreamName: "web" });
      const message = JSON.stringify({ level: "ERROR", message: "payment failed" });
      const logEvents = [1, 2, 3].map(() => ({ timestamp: cloud.clock.now(), message }));
      await logs.putLogEvents({ logGroupName: GROUP, logStreamName: "web", logEvents });
      await cloud.settled();
      await cloud.clock.advance("1m");
      await cloud.settled();

      const monitoring = new CloudWatch(client);
      const { MetricAlarms = [] } = await monitoring.describeAlarms({ AlarmNames: ["shop-errors"] });
      const { events: copies = [] } = await logs.filterLogEvents({ logGroupName: "/copy" });
      monitoring.destroy();
      expect(imported(cloud)).toEqual([GROUP]);
      expect(MetricAlarms.map(({ StateValue }) => StateValue)).toEqual(["ALARM"]);
      expect(copies).toHaveLength(3);
    }));

  test("leaves a group that is there as it is, also when its stacks are removed", () =>
    withCloud(async (cloud, logs) => {
      await logs.createLogGroup({ logGroupName: GROUP });
      await logs.putRetentionPolicy({ logGroupName: GROUP, retentionInDays: 7 });

      await cloud.deploy(assembly);
      const said = imported(cloud);
      for (const { name } of cloud.stacks.toReversed()) await cloud.destroy(name);

      const { logGroups = [] } = await logs.describeLogGroups({ logGroupNamePrefix: GROUP });
      const { metricFilters } = await logs.describeMetricFilters({ logGroupName: GROUP });
      expect(said).toEqual([]);
      expect(logGroups.map(({ retentionInDays }) => retentionInDays)).toEqual([7]);
      expect(metricFilters).toEqual([]);
    }));
});

test.each([
  ["retentionDays", { retentionDays: 90 }],
  ["encrypted", { encrypted: true }],
  ["streams", { streams: ["web"] }],
  ["keepWhenRemoved", { keepWhenRemoved: false }],
])("refuses %s of an existing group", (member, settings) => {
  const groups = { api: { name: GROUP, existing: true, ...settings } };

  expect(() => checkDeployment({ groups }, "cumulog.yaml")).toThrow(
    `groups.api.${member}: the group exists already`,
  );
});
