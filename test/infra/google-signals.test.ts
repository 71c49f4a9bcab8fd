import { describe, expect, test } from "vitest";
import { checkDeployment, googlePlan } from "../../infra/index.ts";
import { countLogEntries, validateAlertPolicy, validateLogMetric } from "../../lib/semantics/index.ts";
import { googleSignalResources, readSignal, type SignalDescription } from "../../lib/signals/index.ts";

const NAMES = { name: "s", logFilter: 'log_id("aws/shop/api")' };

const KINDS: Readonly<Record<string, SignalDescription>> = {
  count: { level: "error", moreThan: 5, within: "5m" },
  "count of each": { level: "error" },
  "count by dimensions": {
    pattern: "{ $.durationMs > 2000 }",
    moreThan: 10,
    dimensions: { route: "$.route" },
    alarmFor: [{ route: "/pay" }],
  },
  "too few": { pattern: '{ $.event = "paid" }', fewerThan: 3, within: "10m" },
  "fields of lines": { pattern: "[ip, user, status = 5*, ...]", moreThan: 1 },
  "a field's number": { pattern: "[ip, status, bytes, ...]", value: "$bytes", p95: "> 1000" },
  percentile: { value: "$.durationMs", p99: "> 2s" },
  average: { value: "$.durationMs", average: ">= 500ms", windows: { over: 3, of: 3 } },
  samples: { value: "$.durationMs", sampleCount: "> 100" },
  ratio: { ratio: { of: { level: "error" }, minimum: 20 }, moreThan: "2%" },
  silence: { silence: "10m" },
  budget: { level: "error", budget: { objective: "99.9%", minimum: 10 } },
};

const document = {
  groups: { api: { name: "/shop/api", retentionDays: 30 }, web: { name: "/shop/web" } },
  googleCloud: { groups: ["api"], projectId: "shop-project", credentials: "none" },
  channels: {
    "on-call": {
      emails: ["a@example.com"],
      destinations: [
        { name: "hook", type: "webhook", url: "ssm:/hook", signingSecret: "ssm:/secret" },
        { name: "chat", type: "slack", token: "ssm:/token", channel: "#alerts" },
        { name: "team", type: "teams", webhookUrl: "ssm:/teams" },
      ],
    },
  },
  signals: {
    errors: {
      group: "api",
      level: "error",
      moreThan: 5,
      channels: ["on-call"],
      runbookUrl: "https://example.com/r",
    },
    each: { group: "api", level: "fatal", dimensions: { route: "$.route" } },
    strange: { group: "api", unusual: true },
    asked: { group: "api", query: { query: "fields @message" }, within: "5m" },
    some: { group: "api", level: "error", windows: { over: 2, of: 3 } },
    elsewhere: { group: "web", level: "error" },
  },
  mute: { night: { cron: "0 2 * * *", duration: "2h", signals: ["errors"] } },
};

describe("a signal on Google Cloud", () => {
  test.each(Object.entries(KINDS))("%s: the API takes its metrics and policies", (_, description) => {
    const { metrics, policies } = googleSignalResources(readSignal(description), NAMES);

    const forms = new Map(
      metrics.map(({ name, metricDescriptor }) => [
        `logging.googleapis.com/user/${name}`,
        { metricKind: "DELTA", valueType: metricDescriptor!.valueType! },
      ]),
    );
    for (const metric of metrics) validateLogMetric(metric, "projects/shop-project");
    for (const policy of policies) validateAlertPolicy(policy, { metricForms: (type) => forms.get(type) });
    expect(policies.length).toBeGreaterThan(0);
  });

  test.each<[string, SignalDescription, string]>([
    ["a band", { unusual: true }, "no band of what is usual"],
    ["a query", { query: { query: "fields @message" }, within: "5m" }, "Logs Insights"],
    ["two of three windows", { level: "error", moreThan: 1, windows: { over: 2, of: 3 } }, "2 of 3 windows"],
    ["ten seconds", { level: "error", moreThan: 1, within: "10s" }, "whole minutes"],
    ["p90", { value: "$.ms", p90: "> 1" }, "p90"],
    ["the last field", { pattern: "[ip, status = 5*]", moreThan: 1 }, "rest of the line"],
  ])("%s is refused with the reason", (_, description, reason) => {
    expect(() => googleSignalResources(readSignal(description), NAMES)).toThrow(reason);
  });
});

test("a distribution records the number in a field of a line", () => {
  const [metric] = googleSignalResources(readSignal(KINDS["a field's number"]!), NAMES).metrics;
  const line = (bytes: string) => ({
    logName: "projects/p/logs/aws%2Fshop%2Fapi",
    timestamp: "2026-01-05T10:00:01Z",
    textPayload: `192.0.2.1 200 ${bytes} "GET /" agent`,
  });

  const [series] = countLogEntries(metric!, ["1500", "-", "700"].map(line));

  expect(series!.points.map(({ value }) => value)).toMatchObject([{ count: 2, mean: 1_100 }]);
});

describe("mute windows", () => {
  const NOW = Date.parse("2026-01-05T10:00:00Z");
  const plan = (mute: object, signals: object = document.signals) =>
    googlePlan(checkDeployment({ ...document, mute, signals }, "cumulog.yaml"), undefined, NOW);

  test("that come once are snoozes of the signals' policies, in UTC", () => {
    const { terraform, inexpressible } = plan({
      move: {
        cron: "2026-01-06T08:30",
        duration: "90m",
        timezone: "Europe/Berlin",
        signals: ["errors", "each", "strange"],
      },
    });

    expect(terraform.resource["google_monitoring_snooze"]).toEqual({
      move: {
        display_name: "move",
        criteria: {
          policies: [
            "${google_monitoring_alert_policy.errors.name}",
            "${google_monitoring_alert_policy.each.name}",
          ],
        },
        interval: { start_time: "2026-01-06T07:30:00Z", end_time: "2026-01-06T09:00:00Z" },
      },
    });
    expect(inexpressible.map(({ name }) => name)).not.toContain("mute.move");
  });

  test("of more than sixteen policies are several snoozes", () => {
    const names = Array.from({ length: 20 }, (_, index) => `s${index}`);
    const signals = Object.fromEntries(
      names.map((name) => [name, { group: "api", level: "error", moreThan: 1 }]),
    );

    const { terraform } = plan(
      { move: { cron: "2026-02-01T00:00", duration: "1d", signals: names } },
      signals,
    );

    const snoozes = terraform.resource["google_monitoring_snooze"] as Record<
      string,
      { criteria: { policies: string[] } }
    >;
    expect(Object.entries(snoozes).map(([name, { criteria }]) => [name, criteria.policies.length])).toEqual([
      ["move", 16],
      ["move_2", 4],
    ]);
  });

  test.each([
    ["again and again", { cron: "0 2 * * *", duration: "2h", signals: ["errors"] }, "again and again"],
    [
      "in the past",
      { cron: "2026-01-05T09:59", duration: "2h", signals: ["errors"] },
      "no snooze may begin in the past",
    ],
    ["of nothing", { cron: "2026-02-01T00:00", duration: "2h", signals: ["strange"] }, "none of its signals"],
  ])("%s are named with the reason", (_case, window, reason) => {
    const { terraform, inexpressible } = plan({ window });

    expect(inexpressible.find(({ name }) => name === "mute.window")?.reason).toContain(reason);
    expect(terraform.resource).not.toHaveProperty("google_monitoring_snooze");
  });
});

test("addresses that differ in their signs alone are channels of their own", () => {
  const emails = ["a.b@example.com", "a-b@example.com", "a_b@example.com"];
  const plan = googlePlan(
    checkDeployment({ ...document, channels: { "on-call": { emails } } }, "cumulog.yaml"),
  );

  const channels = Object.values(plan.terraform.resource["google_monitoring_notification_channel"]!);
  expect(channels.map((channel) => (channel as { labels: object }).labels)).toEqual(
    emails.map((email_address) => ({ email_address })),
  );
  const { errors } = plan.terraform.resource["google_monitoring_alert_policy"]! as {
    errors: { notification_channels: string[] };
  };
  expect(new Set(errors.notification_channels).size).toBe(3);
});

describe("the plan of a configuration", () => {
  const plan = googlePlan(checkDeployment(document, "cumulog.yaml"));
  const { resource, variable } = plan.terraform;

  test("names what Google Cloud cannot express, with the reason", () => {
    expect(plan.inexpressible.map(({ name }) => name)).toEqual([
      "signals.strange",
      "signals.asked",
      "signals.some",
      "signals.elsewhere",
      "channels.on-call.team",
      "mute.night",
    ]);
  });

  test("keeps a group's entries in a bucket of its own", () => {
    expect(resource["google_logging_project_bucket_config"]!["api"]).toMatchObject({ retention_days: 30 });
    expect(resource["google_logging_project_sink"]!["api"]).toMatchObject({
      destination: "logging.googleapis.com/${google_logging_project_bucket_config.api.id}",
      filter: 'log_id("aws/shop/api")',
    });
    expect(resource["google_logging_log_view"]!["api"]).toMatchObject({ filter: 'log_id("aws/shop/api")' });
    expect(resource["google_logging_project_exclusion"]!["api"]).toMatchObject({
      filter: 'log_id("aws/shop/api")',
    });
  });

  test("writes variables of documentation with two dollar signs, references with one", () => {
    expect(resource["google_monitoring_alert_policy"]!["each"]).toMatchObject({
      conditions: [
        {
          condition_matched_log: {
            filter: 'log_id("aws/shop/api") AND severity=CRITICAL',
            label_extractors: { route: "EXTRACT(jsonPayload.route)" },
          },
        },
      ],
      documentation: { content: expect.stringContaining("route: $${log.extracted_label.route}") },
    });
    expect(resource["google_monitoring_alert_policy"]!["errors"]).toMatchObject({
      notification_channels: [
        "${google_monitoring_notification_channel.on_call_a_example_com.name}",
        "${google_monitoring_notification_channel.on_call_hook.name}",
        "${google_monitoring_notification_channel.on_call_chat.name}",
      ],
      documentation: { links: [{ display_name: "Runbook", url: "https://example.com/r" }] },
      depends_on: ["google_logging_metric.cumulog_errors"],
    });
  });

  test("asks for secrets and holds none", () => {
    expect(Object.keys(variable!)).toEqual(["on_call_hook", "on_call_chat"]);
    expect(resource["google_monitoring_notification_channel"]!["on_call_chat"]).toEqual({
      display_name: "on-call: chat",
      type: "slack",
      labels: { channel_name: "#alerts" },
      sensitive_labels: { auth_token: "${var.on_call_chat}" },
    });
  });
});
