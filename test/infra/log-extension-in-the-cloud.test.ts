import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DeleteFunctionCommand, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { App, Duration, Stack } from "aws-cdk-lib";
import {
  Code,
  type FunctionProps,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LogExtension, type LogExtensionProps } from "../../infra/index.ts";
import { LocalCloud } from "../../local/index.ts";
import { Collector } from "../handlers/otlp/collector.ts";

const START = Date.UTC(2026, 0, 5, 12);
const GROUP = "/shop/functions";
const HANDLER = `
const line = (fields) => process.stdout.write(JSON.stringify({
  timestamp: new Date().toISOString(), level: "WARN", message: "stock is low", logger: "shop.stock", service: "shop", ...fields,
}) + "\\n");
exports.handler = async (event) => {
  console.log("order", event.order);
  line({ order: event.order });
  process.stdout.write("a line as it is\\n");
  switch (event.kind) {
    case "hang": await new Promise((resolve) => setTimeout(resolve, 60_000)); return;
    case "exit": process.exit(3);
    case "memory": { const all = []; for (;;) { all.push(Buffer.alloc(20_000_000, 1)); await new Promise((resolve) => setTimeout(resolve, 5)); } }
    case "throw": throw new TypeError("no such order");
    case "many": for (let number = 0; number < event.lines; number++) line({ number }); return "printed";
    default: return "done";
  }
};`;

interface Entry {
  readonly severity?: string;
  readonly timestamp: string;
  readonly resource: { readonly type: string; readonly labels: Readonly<Record<string, string>> };
  readonly jsonPayload: Readonly<Record<string, unknown>>;
}

let folder: string;
let cloud: LocalCloud;
let lambda: LambdaClient;
let logs: CloudWatchLogsClient;
const collector = new Collector();

function synthesized(url: string): string {
  const app = new App({ outdir: folder, context: { "aws:cdk:bundling-stacks": [] } });
  const stack = new Stack(app, "shop", { env: { account: "123456789012", region: "us-east-1" } });
  const group = new LogGroup(stack, "Group", { logGroupName: GROUP });
  const handlers = {
    aws: { type: "cloudwatch", logGroupName: group.logGroupName },
    google: { type: "cloud-logging", projectId: "shop-logs", logName: "functions" },
    collector: { type: "otlp", url },
  } satisfies LogExtensionProps["handlers"];
  const extension = (id: string, more: Partial<LogExtensionProps>) =>
    new LogExtension(stack, id, { handlers, ...more });
  const make = (functionName: string, more: Partial<FunctionProps> = {}) =>
    new LambdaFunction(stack, functionName, {
      functionName,
      runtime: Runtime.NODEJS_24_X,
      handler: "index.handler",
      code: Code.fromInline(HANDLER),
      timeout: Duration.seconds(20),
      // Of the function's own Node.js, and nothing to the extension.
      environment: { NODE_OPTIONS: "--max-http-header-size=16384" },
      ...more,
    });
  const standard = extension("Standard", {});
  standard.addTo(make("killed", { timeout: Duration.seconds(2) }));
  for (const name of ["exits", "eats", "throws", "prints"]) standard.addTo(make(name));
  standard.addTo(make("speaks-json", { loggingFormat: LoggingFormat.JSON }));
  const broken = "console.log('about to fail'); throw new RangeError('no configuration');";
  standard.addTo(make("never-starts", { code: Code.fromInline(broken) }));
  extension("Lazy", { deliver: "running", platform: "all" }).addTo(make("lazy"));
  extension("Diligent", { deliver: "invocation", platform: "none" }).addTo(make("diligent"));
  return app.synth().directory;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "extension-cloud-"));
  const address = await collector.start();
  cloud = await LocalCloud.start({
    clock: { start: START, speed: 0 },
    googlePort: false,
    template: synthesized(address),
  });
  const client = {
    endpoint: cloud.endpoints.aws,
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  };
  lambda = new LambdaClient(client);
  logs = new CloudWatchLogsClient(client);
}, 120_000);
afterAll(async () => {
  await cloud?.stop();
  await collector.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function invoke(FunctionName: string, event: object): Promise<string | undefined> {
  const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }));
  return answer.FunctionError;
}

/** Ends the function's environments, as Lambda does when nobody uses them. */
async function end(FunctionName: string): Promise<void> {
  await lambda.send(new DeleteFunctionCommand({ FunctionName }));
  await cloud.settled();
}

async function stored(
  logGroupName: string,
  filterPattern = "",
): Promise<{ message: string; timestamp: number }[]> {
  const found: { message: string; timestamp: number }[] = [];
  for (let nextToken: string | undefined, first = true; first || nextToken; first = false) {
    const page = await logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern, nextToken }));
    for (const { message = "", timestamp = 0 } of page.events ?? []) found.push({ message, timestamp });
    nextToken = page.nextToken;
  }
  return found;
}

async function entries(filter: string): Promise<Entry[]> {
  const response = await fetch(`${cloud.endpoints.aws}/v2/entries:list`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: "Bearer t" },
    body: JSON.stringify({ resourceNames: ["projects/shop-logs"], filter, pageSize: 1000 }),
  });
  return ((await response.json()) as { entries?: Entry[] }).entries ?? [];
}

describe("the extension in the local cloud", () => {
  test.each([
    ["killed", "hang", "timeout"],
    ["exits", "exit", "failure"],
    ["eats", "memory", "failure"],
  ])("delivers what a function wrote that is ended: %s", async (name, kind, status) => {
    const order = `order-${name}`;

    const error = await invoke(name, { kind, order });
    await cloud.settled();

    expect(error).toBe("Unhandled");
    const own = await stored(GROUP, `%${order}%`);
    expect(own.map(({ message }) => message)).toEqual([
      expect.stringMatching(new RegExp(`^2026-01-05T12:00.*\\t[0-9a-f-]{36}\\tINFO\\torder ${order}$`)),
      expect.stringMatching(
        new RegExp(
          `^{"timestamp":"2026-.*","level":"WARN","message":"stock is low","logger":"shop.stock","service":"shop","order":"${order}"}$`,
        ),
      ),
    ]);
    const [report] = await stored(GROUP, `"REPORT RequestId" "${status}"`);
    expect(report?.message).toMatch(/^REPORT RequestId: \S+\tDuration: [\d.]+ ms\tBilled Duration: /);
    const [entry] = await entries(`jsonPayload.order="${order}"`);
    expect(entry).toMatchObject({
      severity: "WARNING",
      timestamp: expect.stringMatching(/^2026-01-05T12:00/),
      resource: { type: "generic_task", labels: { namespace: "aws_lambda", job: name } },
      jsonPayload: { message: "stock is low", logger: "shop.stock", service: "shop", order },
    });
    const taken = collector.taken
      .map((record) => JSON.stringify(record))
      .filter((text) => text.includes(order));
    expect(taken).toHaveLength(2);
  });

  test("delivers an error that nobody caught as an error", async () => {
    await invoke("throws", { kind: "throw", order: "order-throws" });
    await end("throws");

    const [entry] = await entries('jsonPayload.error.name="TypeError"');
    expect(entry).toMatchObject({
      severity: "ERROR",
      jsonPayload: {
        service: "throws",
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        error: {
          name: "TypeError",
          message: "no such order",
          stack: expect.stringContaining("TypeError: no such order"),
        },
      },
    });
  });

  test("delivers what a function wrote that fails before it can be called", async () => {
    const { Payload = [] } = await lambda.send(new InvokeCommand({ FunctionName: "never-starts" }));
    await cloud.settled();

    expect(JSON.parse(Buffer.from(Payload).toString())).toMatchObject({
      errorMessage: expect.stringContaining("no configuration"),
    });
    expect((await stored(GROUP, '"about to fail"')).map(({ message }) => message)).toEqual([
      expect.stringMatching(/\tINFO\tabout to fail$/),
    ]);
  });

  test("takes lines that the runtime wrote as JSON for what they say", async () => {
    await invoke("speaks-json", { order: "order-json" });
    await end("speaks-json");

    const [line] = await entries('jsonPayload.message="order order-json"');
    expect(line).toMatchObject({
      severity: "INFO",
      jsonPayload: { service: "speaks-json", requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
    expect(line?.jsonPayload).not.toHaveProperty("level_");
    const [own] = await entries('jsonPayload.order="order-json"');
    expect(own).toMatchObject({ severity: "WARNING", jsonPayload: { logger: "shop.stock" } });
  });

  test("loses nothing while the destinations throttle", async () => {
    const lines = 2_000;
    cloud.faults.set("logs:PutLogEvents", { throttle: 0.5, error: 0.2 });
    cloud.faults.set("google:WriteLogEntries", { throttle: 0.5 });
    collector.script = [503, 429, "cut-before", 503];

    await invoke("prints", { kind: "many", order: "order-many", lines });
    await cloud.settled();
    await end("prints");
    cloud.faults.clear();

    const numbers = new Set(
      (await stored(GROUP, "{ $.number >= 0 }")).map(({ message }) => JSON.parse(message).number),
    );
    expect(numbers.size).toBe(lines);
    const copied = new Set(
      (await entries("jsonPayload.number>=0")).map(({ jsonPayload }) => jsonPayload["number"]),
    );
    expect(copied.size).toBe(1_000);
    expect(
      collector.taken.filter((record) => JSON.stringify(record).includes('"number"')).length,
    ).toBeGreaterThanOrEqual(lines);
  });

  test("holds what came last back to the next invocation or the end, where that is wanted", async () => {
    await invoke("lazy", { order: "order-lazy-1" });
    await cloud.settled();
    await end("lazy");

    const own = await stored(GROUP, "%lazy|START RequestId%");
    expect(own.filter(({ message }) => message.includes("order-lazy-1"))).toHaveLength(2);
    expect(own.some(({ message }) => message.startsWith("START RequestId"))).toBe(true);
  });

  test("delivers before the environment rests, where that is wanted", async () => {
    await invoke("diligent", { order: "order-diligent" });
    await cloud.settled();

    const own = await stored(GROUP, "%order-diligent%");
    expect(own).toHaveLength(2);
    await end("diligent");
    expect(await entries('jsonPayload.service="diligent" AND jsonPayload.logger="platform.report"')).toEqual(
      [],
    );
  });
});
