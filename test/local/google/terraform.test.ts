import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { checkDeployment, googlePlan } from "../../../infra/index.ts";
import { LocalCloud, type TerraformOptions } from "../../../local/index.ts";
import alerts from "../../conformance/alert-policies.json" with { type: "json" };
import metrics from "../../conformance/log-metrics.json" with { type: "json" };
import sinks from "../../conformance/sinks.json" with { type: "json" };
import { runTiers, type TieredCase } from "../../conformance/tiers.ts";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "terraform-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

let cloud: LocalCloud;
beforeEach(async () => {
  cloud = await LocalCloud.start({
    clock: { start: Date.parse("2026-01-05T10:00:00Z"), speed: 0 },
    googlePort: false,
  });
});
afterEach(() => cloud.stop());

function load(document: object | string, options: TerraformOptions = {}): Promise<void> {
  const path = join(directory, "cumulog.tf.json");
  writeFileSync(path, typeof document === "string" ? document : JSON.stringify(document));
  return cloud.deployGoogle(path, options);
}

async function rest<Body = Record<string, unknown>>(
  method: string,
  path: string,
  body?: object,
): Promise<Body> {
  const response = await fetch(cloud.endpoints.aws + path, {
    method,
    headers: { "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Body;
}

const BUCKET = "projects/shop/locations/global/buckets/errors";

/** One of each type, as `cumulog synth --google` writes them. */
const PLAN = {
  terraform: { required_providers: { google: { source: "hashicorp/google" } } },
  provider: { google: { project: "shop" } },
  variable: { hook: { type: "string", sensitive: true } },
  resource: {
    google_logging_project_bucket_config: {
      errors: { project: "shop", location: "global", bucket_id: "errors", retention_days: 7 },
    },
    google_logging_project_sink: {
      errors: {
        name: "errors",
        destination: "logging.googleapis.com/${google_logging_project_bucket_config.errors.id}",
        filter: "severity>=ERROR",
        exclusions: [{ name: "noise", filter: 'jsonPayload.noise="yes"' }],
        unique_writer_identity: true,
      },
    },
    google_logging_log_view: {
      errors: {
        name: "errors",
        bucket: "${google_logging_project_bucket_config.errors.id}",
        filter: 'LOG_ID("app")',
      },
    },
    google_logging_project_exclusion: { errors: { name: "errors", filter: "severity>=ERROR" } },
    google_logging_metric: {
      errors: {
        name: "errors",
        filter: "severity>=ERROR",
        metric_descriptor: { metric_kind: "DELTA", value_type: "INT64", labels: [{ key: "route" }] },
        label_extractors: { route: "EXTRACT(jsonPayload.route)" },
      },
    },
    google_monitoring_notification_channel: {
      hook: { display_name: "hook", type: "webhook_tokenauth", labels: { url: "${var.hook}" } },
      slack: {
        display_name: "slack",
        type: "slack",
        labels: { channel_name: "#a" },
        sensitive_labels: { auth_token: "${var.hook}" },
      },
    },
    google_monitoring_alert_policy: {
      errors: {
        display_name: "errors",
        combiner: "OR",
        conditions: [
          {
            display_name: "too many",
            condition_threshold: {
              filter:
                'metric.type="logging.googleapis.com/user/${google_logging_metric.errors.name}" AND resource.type="global"',
              comparison: "COMPARISON_GT",
              threshold_value: 1,
              duration: "0s",
              aggregations: [{ alignment_period: "60s", per_series_aligner: "ALIGN_DELTA" }],
            },
          },
        ],
        documentation: { content: "Route $${metric.label.route} of $${project}", mime_type: "text/markdown" },
        notification_channels: [
          "${google_monitoring_notification_channel.hook.name}",
          "${google_monitoring_notification_channel.slack.name}",
        ],
        depends_on: ["google_logging_metric.errors"],
      },
    },
  },
};

describe("a plan for Terraform", () => {
  it("is there after it is loaded: a record counts, opens an incident, and is told", async () => {
    await load(PLAN, { variables: { hook: "https://hooks.example.test/on-call?auth_token=t" } });

    const entry = { severity: "ERROR", jsonPayload: { route: "/cart" } };
    const noise = { severity: "ERROR", jsonPayload: { route: "/cart", noise: "yes" } };
    await rest("POST", "/v2/entries:write", {
      logName: "projects/shop/logs/app",
      resource: { type: "global" },
      entries: [entry, noise],
    });
    await cloud.clock.advance("1m");
    const found = (names: readonly string[]) =>
      rest<{ entries?: object[] }>("POST", "/v2/entries:list", {
        resourceNames: names,
        filter: 'log_id("app")',
      });

    expect(cloud.inbox.list().map(({ protocol, to }) => [protocol, to])).toEqual([
      ["webhook", "https://hooks.example.test/on-call"],
      ["slack", "#a"],
    ]);
    expect(JSON.parse(cloud.inbox.list()[0]!.body)).toMatchObject({
      incident: { state: "open", observed_value: "2.000", documentation: { content: "Route /cart of shop" } },
    });
    expect(await found([`${BUCKET}/views/errors`])).toMatchObject({ entries: [entry] });
    expect(await found(["projects/shop/locations/global/buckets/_Default/views/_AllLogs"])).toEqual({
      entries: [],
    });
    expect(cloud.googleResources).toHaveLength(8);
  });

  it("changes what has changed, keeps the rest, and removes what is gone", async () => {
    const changes: string[] = [];
    await load(PLAN);
    const { google_logging_project_exclusion: _, ...kept } = PLAN.resource;
    const next = {
      ...PLAN,
      resource: {
        ...kept,
        google_logging_project_bucket_config: {
          errors: { ...PLAN.resource.google_logging_project_bucket_config.errors, retention_days: 9 },
        },
        google_logging_project_sink: {
          errors: { ...PLAN.resource.google_logging_project_sink.errors, name: "other" },
        },
      },
    };

    await load(next, { onEvent: ({ logicalId, change }) => changes.push(`${change} ${logicalId}`) });

    expect(changes.filter((change) => !change.startsWith("keep"))).toEqual([
      "update google_logging_project_bucket_config.errors",
      "replace google_logging_project_sink.errors",
      "delete google_logging_project_exclusion.errors",
    ]);
    expect(await rest("GET", `/v2/${BUCKET}`)).toMatchObject({ retentionDays: 9 });
    const { sinks: all } = await rest<{ sinks: { name: string }[] }>("GET", "/v2/projects/shop/sinks");
    expect(all.map(({ name }) => name)).toEqual(["_Default", "_Required", "other"]);
  });

  const only = (resource: object, more: object = {}) => ({
    provider: { google: { project: "shop" } },
    resource,
    ...more,
  });
  it.each([
    ["no JSON", "{", /cumulog\.tf\.json: it is no JSON/],
    ["a section that it does not read", { data: {} }, /section "data"/],
    ["a type that is not there", only({ google_storage_bucket: { b: {} } }), /google_storage_bucket\.b/],
    [
      "a resource several times",
      only({ google_logging_metric: { m: { count: 2 } } }),
      /google_logging_metric\.m.*"count"/,
    ],
    [
      "an argument that is none",
      only({ google_logging_metric: { m: { name: "m", filter: "x", colour: "red" } } }),
      /google_logging_metric\.m: .*"colour"/,
    ],
    [
      "a value that is refused",
      only({ google_logging_project_sink: { s: { name: "s", destination: "s3://b" } } }),
      /google_logging_project_sink\.s: The destination "s3:\/\/b"/,
    ],
    [
      "a reference to nothing",
      only({ google_logging_metric: { m: { name: "m", filter: "${google_logging_metric.n.filter}" } } }),
      /google_logging_metric\.m: there is no resource google_logging_metric\.n/,
    ],
    [
      "an attribute that is none",
      only({
        google_logging_metric: {
          m: { name: "m", filter: "x" },
          n: { name: "n", filter: "${google_logging_metric.m.colour}" },
        },
      }),
      /google_logging_metric\.m has no attribute "colour"/,
    ],
    [
      "an expression",
      only({ google_logging_metric: { m: { name: "m", filter: '${upper("x")}' } } }),
      /google_logging_metric\.m\.filter: .*more than a reference/,
    ],
    [
      "a circle",
      only({
        google_logging_metric: {
          m: { name: "m", filter: "${google_logging_metric.n.name}" },
          n: { name: "n", filter: "${google_logging_metric.m.name}" },
        },
      }),
      /circle/,
    ],
    [
      "a variable without a value",
      only({ google_logging_metric: { m: { name: "m", filter: "${var.f}" } } }, { variable: { f: {} } }),
      /variable "f" has no value/,
    ],
  ])("is refused with %s", async (_, document, message) => {
    await expect(load(document)).rejects.toThrow(
      expect.objectContaining({ name: "TerraformError", message: expect.stringMatching(message) }),
    );
  });

  it("has placeholders for what the local cloud does not have, when asked", async () => {
    await load(
      only({
        google_bigquery_dataset: { lake: { dataset_id: "logs" } },
        google_logging_metric: { m: { name: "m", filter: "${google_bigquery_dataset.lake.dataset_id}" } },
      }),
      { skipUnknown: true },
    );

    expect(cloud.googleResources).toEqual([
      {
        address: "google_bigquery_dataset.lake",
        id: "google_bigquery_dataset.lake",
        placeholder: "The local cloud does not have google_bigquery_dataset.",
      },
      { address: "google_logging_metric.m", id: "m" },
    ]);
  });
});

describe("what cumulog synth --google writes", () => {
  /** One signal of each kind that Google Cloud can express. */
  const SIGNALS = {
    errors: { group: "api", level: "error", moreThan: 2, within: "1m", channels: ["on-call"] },
    each: { group: "api", level: "fatal", dimensions: { route: "$.route" }, channels: ["on-call"] },
    few: { group: "api", pattern: '{ $.event = "paid" }', fewerThan: 3, within: "10m" },
    slow: { group: "api", value: "$.durationMs", p99: "> 2s" },
    ratio: { group: "api", ratio: { of: { level: "error" }, minimum: 20 }, moreThan: "2%" },
    silence: { group: "api", silence: "10m" },
    budget: { group: "api", level: "error", budget: { objective: "99.9%", minimum: 10 } },
  };
  const CHANNEL = {
    emails: ["a@example.test"],
    destinations: [
      { name: "hook", type: "webhook", url: "ssm:/hook", signingSecret: "ssm:/secret" },
      { name: "chat", type: "slack", token: "ssm:/token", channel: "#alerts" },
      { name: "pager", type: "pagerduty", routingKey: "ssm:/pager" },
    ],
  };

  it("is loaded whole, keeps a group's entries in its bucket, and tells the channels of its signals", async () => {
    const configuration = checkDeployment(
      {
        groups: { api: { name: "/shop/api", retentionDays: 30 } },
        googleCloud: { groups: ["api"], projectId: "shop-project", credentials: "none" },
        channels: { "on-call": CHANNEL },
        signals: SIGNALS,
      },
      "cumulog.yaml",
    );
    const { terraform, inexpressible } = googlePlan(configuration);

    await load(terraform);
    const error = { severity: "ERROR", jsonPayload: { message: "card declined", durationMs: 10 } };
    await rest("POST", "/v2/entries:write", {
      logName: "projects/shop-project/logs/aws%2Fshop%2Fapi",
      resource: { type: "global" },
      entries: [error, error, error, { severity: "CRITICAL", jsonPayload: { route: "/pay" } }],
    });
    await cloud.clock.advance("3m");

    expect(inexpressible).toEqual([]);
    const views = ["projects/shop-project/locations/global/buckets/cumulog-api/views/cumulog-api"];
    const stored = await rest<{ entries: object[] }>("POST", "/v2/entries:list", { resourceNames: views });
    expect(stored.entries).toHaveLength(4);
    const { incidents } = await rest<{ incidents: { policyName: string }[] }>(
      "GET",
      "/_cumulog/google/incidents",
    );
    const opened = new Set(incidents.map(({ policyName }) => policyName));
    expect([...opened]).toEqual(expect.arrayContaining(["errors", "each"]));
    expect(new Set(cloud.inbox.list().map(({ protocol, to }) => `${protocol} ${to}`))).toEqual(
      new Set(["email a@example.test", "webhook on_call_hook", "slack #alerts", "pagerduty *********ager"]),
    );
  });
});

it("a window that comes once keeps the policies of its signals quiet", async () => {
  const configuration = (mute: object) =>
    checkDeployment(
      {
        groups: { api: { name: "/shop/api" } },
        googleCloud: { groups: ["api"], projectId: "shop-project", credentials: "none" },
        signals: {
          errors: { group: "api", level: "error", moreThan: 1 },
          other: { group: "api", level: "error", moreThan: 2 },
        },
        mute,
      },
      "cumulog.yaml",
    );
  const planned = (mute: object) => googlePlan(configuration(mute), undefined, cloud.clock.now()).terraform;
  await load(planned({ move: { cron: "2026-01-05T10:05", duration: "20m", signals: ["errors"] } }));
  await cloud.clock.advance("10m");

  const error = { severity: "ERROR", jsonPayload: { message: "declined" } };
  await rest("POST", "/v2/entries:write", {
    logName: "projects/shop-project/logs/aws%2Fshop%2Fapi",
    resource: { type: "global" },
    entries: [error, error, error],
  });
  await cloud.clock.advance("4m");

  const opened = async () => {
    const { incidents } = await rest<{ incidents: { policyName: string }[] }>(
      "GET",
      "/_cumulog/google/incidents",
    );
    return incidents.map(({ policyName }) => policyName);
  };
  expect(await opened()).toEqual(["other"]);
  const { snoozes } = await rest<{ snoozes: object[] }>("GET", "/v3/projects/shop-project/snoozes");
  expect(snoozes).toMatchObject([
    { displayName: "move", interval: { startTime: "2026-01-05T10:05:00Z", endTime: "2026-01-05T10:25:00Z" } },
  ]);

  await load(planned({}));
  const ended = await rest<{ snoozes: object[] }>("GET", "/v3/projects/shop-project/snoozes");
  expect(ended.snoozes).toMatchObject([
    { interval: { endTime: expect.stringMatching(/^2026-01-05T10:14:00/) } },
  ]);
});

interface TerraformCase extends TieredCase {
  readonly kind: string;
  readonly api?: object | null;
  readonly terraform: { readonly resource: Readonly<Record<string, Readonly<Record<string, object>>>> };
}

/** Where the API shows what a resource of a type is. */
const PLACES: Readonly<Record<string, (id: string) => string>> = {
  google_logging_metric: (id) => `/v2/projects/p/metrics/${encodeURIComponent(id)}`,
  google_logging_project_sink: (id) => `/v2/${id}`,
  google_logging_project_bucket_config: (id) => `/v2/${id}`,
  google_logging_log_view: (id) => `/v2/${id}`,
  google_logging_project_exclusion: (id) => `/v2/${id}`,
  google_monitoring_alert_policy: (id) => `/v3/${id}`,
  google_monitoring_notification_channel: (id) => `/v3/${id}`,
};

/** What the cases refer to and do not bring along. */
const AROUND: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  google_logging_project_bucket_config: { b: { project: "p", location: "global", bucket_id: "b" } },
  google_monitoring_notification_channel: {
    r: { type: "email", labels: { email_address: "a@example.test" } },
  },
  google_logging_metric: { m: { name: "m", filter: "severity>=ERROR" } },
};

const all = [sinks, metrics, alerts].flatMap(
  ({ cases }) => cases as readonly unknown[] as readonly TerraformCase[],
);

runTiers(
  "Terraform's forms",
  all.filter(({ kind }) => kind === "terraform"),
  async ({ api, terraform }) => {
    const resource = Object.fromEntries(
      [...new Set([...Object.keys(AROUND), ...Object.keys(terraform.resource)])].map((type) => [
        type,
        { ...AROUND[type], ...terraform.resource[type] },
      ]),
    );
    await load({
      provider: { google: { project: "p" } },
      variable: { slack_token: { sensitive: true } },
      resource,
    });

    for (const [type, named] of Object.entries(terraform.resource))
      for (const name of Object.keys(named)) {
        const { id } = cloud.googleResources.find(({ address }) => address === `${type}.${name}`)!;
        expect(await rest("GET", PLACES[type]!(id))).toMatchObject(api ?? {});
      }
  },
);
