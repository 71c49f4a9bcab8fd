import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  GetLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { LocalCloud } from "@cumulog/local";
import { SeverityNumber } from "@opentelemetry/api";
import { OTLPLogExporter as JsonExporter } from "@opentelemetry/exporter-logs-otlp-http";
import { OTLPLogExporter as ProtoExporter } from "@opentelemetry/exporter-logs-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { LoggerProvider, SimpleLogRecordProcessor } from "@opentelemetry/sdk-logs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const GROUP = "/shop/orders";
let cloud: LocalCloud;
let client: CloudWatchLogsClient;

beforeAll(async () => {
  cloud = await LocalCloud.start();
  client = new CloudWatchLogsClient({
    endpoint: cloud.endpoints.aws,
    region: cloud.env["AWS_REGION"]!,
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  });
  await client.send(new CreateLogGroupCommand({ logGroupName: GROUP }));
});
afterAll(async () => {
  client.destroy();
  await cloud.stop();
});

describe.each([
  ["json", JsonExporter],
  ["protobuf", ProtoExporter],
] as const)("OpenTelemetry's own exporter, as %s", (name, Exporter) => {
  const emitTo = async (headers: Record<string, string>) => {
    const exporter = new Exporter({ url: `${cloud.endpoints.aws}/v1/logs`, headers });
    const provider = new LoggerProvider({
      resource: resourceFromAttributes({ "service.name": "shop", "gcp.project_id": "shop-logs" }),
      processors: [new SimpleLogRecordProcessor({ exporter })],
    });
    provider.getLogger("orders.api", "1.2.0").emit({
      severityNumber: SeverityNumber.ERROR,
      severityText: "ERROR",
      body: "payment failed",
      attributes: { form: name, orderId: 17, amount: 12.5, tags: ["a", "b"], nested: { deep: true } },
      exception: new TypeError("card refused"),
    });
    await provider.shutdown();
  };

  it("fills a log group of the local cloud", async () => {
    // Prepare
    await client.send(new CreateLogStreamCommand({ logGroupName: GROUP, logStreamName: name }));

    // Act
    await emitTo({
      authorization: "Bearer ACWLtoken",
      "x-aws-log-group": GROUP,
      "x-aws-log-stream": name,
    });

    // Assess
    const { events = [] } = await client.send(
      new GetLogEventsCommand({ logGroupName: GROUP, logStreamName: name, startFromHead: true }),
    );
    expect(events).toHaveLength(1);
    expect(JSON.parse(events[0]!.message!)).toMatchObject({
      resource: { attributes: { "service.name": "shop" } },
      scope: { name: "orders.api", version: "1.2.0" },
      severityNumber: 17,
      severityText: "ERROR",
      body: "payment failed",
      attributes: {
        form: name,
        orderId: 17,
        amount: 12.5,
        tags: ["a", "b"],
        nested: { deep: true },
        "exception.type": "TypeError",
        "exception.message": "card refused",
      },
    });
  });

  it("fills the local Cloud Logging", async () => {
    // Act
    await emitTo({});

    // Assess
    const response = await fetch(`${cloud.endpoints.aws}/v2/entries:list`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        resourceNames: ["projects/shop-logs"],
        filter: `labels.form="${name}"`,
      }),
    });
    const { entries } = (await response.json()) as { entries: unknown[] };
    expect(entries).toMatchObject([
      {
        logName: "projects/shop-logs/logs/shop",
        severity: "ERROR",
        textPayload: "payment failed",
        labels: { form: name, orderId: "17", "exception.type": "TypeError" },
      },
    ]);
  });
});
