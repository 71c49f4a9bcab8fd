import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CommandProcess } from "./command.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "synth-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CONFIGURATION = `
groups: { api: { name: /shop/api } }
googleCloud: { groups: [api], projectId: shop-project, credentials: none }
signals:
  errors: { group: api, level: error, moreThan: 2 }
  strange: { group: api, unusual: true }
`;

test("writes one plan to the file, and names on standard error what is not in it", async () => {
  const configuration = join(folder, "cumulog.yaml");
  const out = join(folder, "cumulog.tf.json");
  writeFileSync(configuration, CONFIGURATION);

  const { status, stdout, stderr } = await new CommandProcess([
    "synth",
    "--google",
    "--config",
    configuration,
    "--out",
    out,
  ]).ended;

  expect(status).toBe(0);
  expect(stdout).toBe("");
  expect(stderr).toContain(
    "signals.strange is not in the plan: Cloud Monitoring has no band of what is usual.",
  );
  const { resource } = JSON.parse(readFileSync(out, "utf8")) as { resource: object };
  expect(Object.keys(resource)).toEqual([
    "google_logging_project_bucket_config",
    "google_logging_project_sink",
    "google_logging_log_view",
    "google_logging_project_exclusion",
    "google_logging_metric",
    "google_monitoring_alert_policy",
  ]);
});
