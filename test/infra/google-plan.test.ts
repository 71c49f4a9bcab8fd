import { spawnSync } from "node:child_process";
import { CONTRACT_COLUMNS } from "cumulog/analysis";
import { describe, expect, test } from "vitest";
import { bigQueryView, checkDeployment, googlePlan } from "../../infra/index.ts";

const document = {
  groups: { api: { name: "/shop/api" } },
  lake: {
    groups: ["api"],
    retentionDays: 400,
    columns: { order_id: { from: "$.orderId", type: "integer" } },
  },
  googleCloud: { groups: ["api"], projectId: "shop-project", credentials: "none" },
};

describe("googlePlan", () => {
  test("has a bucket with analytics, a sink, its linked dataset, and the view", () => {
    const { resource, provider } = googlePlan(checkDeployment(document, "cumulog.yaml")).terraform;

    expect(provider).toEqual({ google: { project: "shop-project" } });
    expect(Object.keys(resource)).toEqual([
      "google_logging_project_bucket_config",
      "google_logging_project_sink",
      "google_logging_linked_dataset",
      "google_bigquery_dataset",
      "google_bigquery_table",
      "google_logging_log_view",
      "google_logging_project_exclusion",
    ]);
    expect(resource["google_logging_project_bucket_config"]!["lake"]).toMatchObject({
      enable_analytics: true,
      retention_days: 400,
    });
    expect(resource["google_logging_project_sink"]!["lake"]).toMatchObject({
      filter: 'log_id("aws/shop/api")',
    });
  });

  test("says what is missing", () => {
    const { lake: _lake, googleCloud: _googleCloud, ...without } = document;

    expect(() => googlePlan(checkDeployment(without, "cumulog.yaml"), "shop-project")).toThrow(
      "expected lake",
    );
    expect(() =>
      googlePlan(checkDeployment({ groups: document.groups, lake: document.lake }, "cumulog.yaml")),
    ).toThrow("expected googleCloud.projectId");
  });
});

describe("bigQueryView", () => {
  test("has the columns of every lake and the declared ones, in their order", () => {
    const view = bigQueryView("p.d._AllLogs", { order_id: { from: "$.orderId", type: "integer" } });

    expect([...view.matchAll(/ AS (\w+)(?:,|\nFROM)/g)].map(([, name]) => name)).toEqual([
      ...CONTRACT_COLUMNS.map(({ name }) => name),
      "order_id",
    ]);
  });

  const python = ["python3", process.env["CUMULOG_PYTHON"] ?? "python3"].find(
    (command) => spawnSync(command, ["-c", "import sqlglot"]).status === 0,
  );
  test.skipIf(python === undefined)(
    `is SQL of BigQuery${python ? "" : " (skipped: no Python with sqlglot)"}`,
    () => {
      const script =
        "import sys, sqlglot; sqlglot.parse_one(sys.stdin.read(), read='bigquery', error_level=sqlglot.ErrorLevel.RAISE); print('parsed')";

      const { stdout } = spawnSync(python!, ["-c", script], {
        input: bigQueryView("p.d._AllLogs"),
        encoding: "utf8",
      });

      expect(stdout).toBe("parsed\n");
    },
  );
});
