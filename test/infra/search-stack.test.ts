import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudWatchLogsClient, PutLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LocalCloud } from "../../local/index.ts";
import { synthesize } from "../../scripts/start/synthesize.ts";
import { BulkServer } from "../opensearch/bulk-server.ts";

const server = new BulkServer();
let folder: string;
let cloud: LocalCloud;
let logs: CloudWatchLogsClient;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "search-stack-"));
  const configuration = join(folder, "cumulog.yaml");
  const url = await server.start();
  writeFileSync(
    configuration,
    `
service: shop
groups:
  api: { name: /shop/api, streams: [web], keepWhenRemoved: false }
search:
  groups: [api]
  url: ${url}
  auth: { type: apiKey, key: "ssm:/shop/search-key" }
  retentionDays: 14
dashboard: false
`,
  );
  await synthesize("infra/app.ts", configuration, join(folder, "cdk.out"));
  cloud = await LocalCloud.start();
  const { SSMClient, PutParameterCommand } = await import("@aws-sdk/client-ssm");
  const client = {
    endpoint: cloud.endpoints.aws,
    region: cloud.env["AWS_REGION"]!,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  };
  const parameters = new SSMClient(client);
  await parameters.send(
    new PutParameterCommand({ Name: "/shop/search-key", Value: "c2VjcmV0", Type: "SecureString" }),
  );
  parameters.destroy();
  await cloud.deploy(join(folder, "cdk.out"));
  logs = new CloudWatchLogsClient(client);
}, 180_000);

afterAll(async () => {
  logs?.destroy();
  await cloud?.stop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

// Functions run as processes of their own, which take their time on a busy machine.
describe("the deployed search", { timeout: 180_000 }, () => {
  test("brings a group's events through faults into the index, once each, after it has set the server up", async () => {
    server.script = ["too-many-requests", "items-rejected", "store-then-cut"];
    const now = Date.now();
    const lines = Array.from({ length: 50 }, (_, index) =>
      JSON.stringify({ level: "INFO", message: `order ${index}`, service: "shop" }),
    );

    await logs.send(
      new PutLogEventsCommand({
        logGroupName: "/shop/api",
        logStreamName: "web",
        logEvents: lines.map((message, index) => ({ timestamp: now + index, message })),
      }),
    );
    await cloud.settled();

    expect(server.documents.map(({ body }) => body).sort()).toEqual(
      Array.from({ length: 50 }, (_, index) => `order ${index}`).sort(),
    );
    expect(server.requests.at(-1)!.headers.authorization).toBe("ApiKey c2VjcmV0");
    expect(JSON.stringify(server.installed.get("/_plugins/_ism/policies/cumulog-logs"))).toContain(
      '"min_index_age":"14d"',
    );
    expect(server.installed.has("/_index_template/cumulog-logs")).toBe(true);
  });
});
