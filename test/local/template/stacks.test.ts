import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Cloud } from "../../../local/kernel/cloud.ts";
import type { InboxMessage } from "../../../local/kernel/cloud-events.ts";
import { startHttpServer } from "../../../local/protocols/server.ts";
import { execute } from "../../../local/services/api-gateway/execute.ts";
import { openApis } from "../../../local/services/api-gateway/state.ts";
import type { HttpAnswer } from "../../../local/services/lambda/http/http-answer.ts";
import { OutgoingRequests } from "../../../local/services/lambda/outgoing/outgoing-requests.ts";
import type { Stack } from "../../../local/template/stack.ts";
import type { StackOptions } from "../../../local/template/stack-options.ts";
import { TemplateCloud } from "./deployed.ts";

const FOLDER = join(import.meta.dirname, "stacks");
const MINUTE = 60_000;

interface TestOptions extends StackOptions {
  readonly parameters?: Record<string, string>;
  readonly listens?: boolean;
  readonly first?: (cloud: Cloud) => Promise<unknown>;
}

async function listen(cloud: Cloud, environment: Record<string, string>): Promise<void> {
  const http = await startHttpServer(cloud);
  const outgoing = new OutgoingRequests(cloud);
  cloud.onClose(async () => {
    await outgoing.close();
    await http.close();
  });
  Object.assign(environment, await outgoing.start(["127.0.0.1"]), {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${http.port}`,
    AWS_REGION: cloud.region,
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
  });
}

/** A cloud with one of the stacks, and what left it. */
class StackUnderTest extends TemplateCloud {
  readonly inbox: InboxMessage[] = [];
  stack!: Stack;

  /** Deploys `stacks/<name>.yaml`; `listens` for functions that call the cloud or the world, `first` before the stack is there. */
  static async of(
    name: string,
    { listens = false, first, ...options }: TestOptions = {},
  ): Promise<StackUnderTest> {
    const environment: Record<string, string> = {};
    const local = new StackUnderTest({
      clock: { speed: 0, start: Date.UTC(2026, 0, 5, 12) },
      variables: () => environment,
    });
    const { cloud } = local;
    cloud.events.on("notification", (message) => local.inbox.push(message));
    if (listens) await listen(cloud, environment);
    try {
      await first?.(cloud);
      local.stack = await local.deploy(readFileSync(join(FOLDER, `${name}.yaml`), "utf8"), {
        name,
        ...options,
      });
      return local;
    } catch (error) {
      await cloud.close();
      throw error;
    }
  }

  get outputs(): Record<string, string> {
    return this.stack.outputs as Record<string, string>;
  }

  async log(logGroupName: string, ...messages: readonly string[]): Promise<void> {
    const names = { logGroupName, logStreamName: "one" };
    await this.call("logs", "CreateLogStream", names).catch(() => {});
    const timestamp = this.cloud.clock.now();
    await this.call("logs", "PutLogEvents", {
      ...names,
      logEvents: messages.map((message) => ({ timestamp, message })),
    });
    await this.cloud.settled();
  }

  async record(Namespace: string, values: Readonly<Record<string, number>>): Promise<void> {
    const MetricData = Object.entries(values).map(([MetricName, Value]) => ({ MetricName, Value }));
    await this.call("monitoring", "PutMetricData", { Namespace, MetricData });
  }

  async advance(minutes: number): Promise<void> {
    await this.cloud.clock.advance(minutes * MINUTE);
    await this.cloud.settled();
  }

  async states(): Promise<Record<string, string>> {
    const input = { AlarmTypes: ["MetricAlarm", "CompositeAlarm"] };
    type Alarm = { AlarmName: string; StateValue: string };
    const { MetricAlarms, CompositeAlarms } = await this.call<Record<string, Alarm[]>>(
      "monitoring",
      "DescribeAlarms",
      input,
    );
    return Object.fromEntries(
      [...(MetricAlarms ?? []), ...(CompositeAlarms ?? [])].map(({ AlarmName, StateValue }) => [
        AlarmName,
        StateValue,
      ]),
    );
  }

  async bodies(QueueUrl: string | undefined): Promise<string[]> {
    const { Messages = [] } = await this.call<{ Messages?: { Body: string }[] }>("sqs", "ReceiveMessage", {
      QueueUrl,
      MaxNumberOfMessages: 10,
    });
    return Messages.map(({ Body }) => Body);
  }

  async retention(logGroupNamePrefix: string): Promise<number | undefined> {
    const { logGroups } = await this.call<{ logGroups: { retentionInDays?: number }[] }>(
      "logs",
      "DescribeLogGroups",
      {
        logGroupNamePrefix,
      },
    );
    return logGroups[0]?.retentionInDays;
  }

  function(FunctionName: string) {
    type Configuration = { Environment: { Variables: Record<string, string> } };
    return this.call<Configuration>("lambda", "GetFunctionConfiguration", { FunctionName });
  }

  /** Calls the API of the stack, as its address would. */
  async get(path: string, method = "GET"): Promise<HttpAnswer> {
    const api = this.cloud.state(openApis).get(this.outputs["ApiId"]!);
    const call = { method, path, query: "", headers: [], body: Buffer.alloc(0), sourceIp: "127.0.0.1" };
    return execute(this.cloud, api, call, "api.localhost");
  }

  /** The group's lines of a function that are its own. */
  async lines(logGroupName: string): Promise<string[]> {
    const own = (await this.messages(logGroupName)).filter(
      (message) => !/^(START|END|REPORT|INIT)/.test(message),
    );
    return own.map((message) => message.trim().split("\t").at(-1)!);
  }
}

test("CIS alarms tell of root and of denied calls", async () => {
  await using local = await StackUnderTest.of("cis-alarms", { parameters: { Mail: "ops@shop.example" } });

  await local.log(
    "/trail",
    '{"eventType":"AwsApiCall","userIdentity":{"type":"Root"}}',
    '{"errorCode":"Client.UnauthorizedOperation"}',
  );
  await local.advance(6);

  const mails = local.inbox.filter(
    ({ protocol, subject }) => protocol === "email" && subject?.startsWith("ALARM"),
  );
  expect(mails.map(({ subject }) => /"([\w-]+)"/.exec(subject!)![1]).sort()).toEqual([
    "denied-calls",
    "root-usage",
  ]);
  await expect(StackUnderTest.of("cis-alarms", { parameters: { Mail: "nobody" } })).rejects.toThrow(
    "must match pattern",
  );
});

test("a new group gets its retention by an event", async () => {
  await using local = await StackUnderTest.of("retention-by-event", { listens: true });

  await local.call("logs", "CreateLogGroup", { logGroupName: "/new" });
  const Detail = JSON.stringify({
    eventName: "CreateLogGroup",
    requestParameters: { logGroupName: "/new" },
  });
  const Entries = [{ Source: "aws.logs", DetailType: "AWS API Call via CloudTrail", Detail }];
  // Events of AWS's own sources come from its services; the trail is one that is not here.
  await local.cloud.call("events", "PutEvents", { Entries }, { principal: "cloudtrail.amazonaws.com" });
  await local.cloud.settled();

  expect(await local.retention("/new")).toBe(30);
});

test("a custom resource sets the retention of a group that is not the stack's", async () => {
  await using local = await StackUnderTest.of("log-retention", {
    listens: true,
    first: (cloud) => cloud.call("logs", "CreateLogGroup", { logGroupName: "/aws/lambda/made-elsewhere" }),
  });

  expect(await local.retention("/aws/lambda/made-elsewhere")).toBe(14);
  expect(local.outputs["Days"]).toBe("14");
  await local.stack.destroy();
  expect(await local.retention("/aws/lambda/made-elsewhere")).toBeUndefined();
});

test("a worker does what it can of a batch; the rest becomes a dead letter", async () => {
  await using local = await StackUnderTest.of("sqs-worker");

  for (const MessageBody of ["one", "bad", "two"])
    await local.call("sqs", "SendMessage", { QueueUrl: local.outputs["Work"], MessageBody });
  await local.advance(3);

  expect((await local.lines("/worker")).sort()).toEqual(["done one", "done two"]);
  expect(await local.bodies(local.outputs["Dead"])).toEqual(["bad"]);
});

test("a scheduled function runs by the cloud's clock", async () => {
  await using local = await StackUnderTest.of("scheduled-function");

  await local.advance(16);

  const lines = await local.lines("/aws/lambda/report");
  expect(lines.length).toBeGreaterThanOrEqual(3);
  expect(new Set(lines)).toEqual(new Set(["report of today"]));
  expect(await local.states()).toMatchObject({ "report-silent": "OK" });
});

test("an HTTP API's access log feeds an alarm", async () => {
  await using local = await StackUnderTest.of("http-api");

  const answers = [await local.get("/live/orders/7"), await local.get("/live/orders/0")];
  await local.advance(2);

  expect(answers.map(({ status, body }) => [status, body.toString()])).toEqual([
    [200, "7"],
    [503, "0"],
  ]);
  expect((await local.messages("/api/access")).map((line) => JSON.parse(line).status)).toEqual([200, 503]);
  expect(await local.states()).toEqual({ "api-failed": "ALARM" });
});

test("a REST API of resources and methods calls its function, and answers by itself", async () => {
  await using local = await StackUnderTest.of("rest-api");

  const [got, asked] = [await local.get("/prod/orders/9"), await local.get("/prod/orders/9", "OPTIONS")];

  expect([got.status, got.body.toString(), asked.status]).toEqual([200, "9", 204]);
  expect(asked.headers).toContainEqual(["access-control-allow-methods", "GET"]);
  expect(await local.messages("/rest/access")).toEqual(["GET /orders/{id} 200", "OPTIONS /orders/{id} 204"]);
});

test("a member's errors arrive at the centre", async () => {
  await using local = await StackUnderTest.of("central-subscription");

  await local.log("/member/api", "ERROR one", "fine", "ERROR two");
  await local.advance(1);

  expect(await local.lines("/central/read")).toEqual(["/member/api: ERROR one,ERROR two"]);
});

test("a vendor's forwarder sends with the key from its secret, and nothing leaves the machine", async () => {
  await using local = await StackUnderTest.of("forwarder-function", {
    listens: true,
    parameters: { ApiKey: "0123456789" },
  });

  await local.log("/shop/forwarded", "hello");

  const sent = local.inbox.find(({ to }) => to.includes("logs.vendor.example"));
  expect(sent?.body).toContain("hello");
  expect((await local.function("vendor-forwarder")).Environment.Variables).toMatchObject({
    KEY: "0123456789",
  });
});

test("a vendor's delivery stream fills a bucket", async () => {
  await using local = await StackUnderTest.of("forwarder-firehose");

  await local.log("/shop/delivered", "hello");
  await local.advance(2);

  const { Contents = [] } = await local.call<{ Contents?: { Key: string }[] }>("s3", "ListObjectsV2", {
    Bucket: "vendor-backup",
  });
  expect(Contents.map(({ Key }) => Key)).toEqual([expect.stringMatching(/^logs\/.*vendor/)]);
});

test("a serverless forwarder whose code is elsewhere comes up and says so", async () => {
  await using local = await StackUnderTest.of("forwarder-serverless");

  await local.log("/shop/serverless", "hello");

  expect((await local.lines("/aws/lambda/serverless-forwarder")).join()).toContain("forwarder/2.0.zip");
  expect(local.stack.resources.filter(({ placeholder }) => placeholder)).toMatchObject([
    { logicalId: "Forwarder" },
  ]);
});

test("a topic fans out by filters", async () => {
  await using local = await StackUnderTest.of("fan-out");

  for (const amount of ["50", "500"])
    await local.call("sns", "Publish", {
      TopicArn: local.outputs["Topic"],
      Message: `of ${amount}`,
      MessageAttributes: { amount: { DataType: "Number", StringValue: amount } },
    });
  await local.cloud.settled();

  expect(await local.bodies(local.outputs["Large"])).toEqual(["of 500"]);
  expect((await local.bodies(local.outputs["All"])).map((body) => JSON.parse(body).Message).sort()).toEqual([
    "of 50",
    "of 500",
  ]);
});

test("a composite alarm pages when both of its alarms are off", async () => {
  await using local = await StackUnderTest.of("composite-alarm");

  await local.record("Shop", { Errors: 9 });
  await local.advance(2);
  expect(await local.states()).toMatchObject({ "errors-high": "ALARM", "load-high": "OK", page: "OK" });
  await local.record("Shop", { Errors: 9, Busy: 9, Total: 10 });
  await local.advance(2);

  expect(local.inbox.filter(({ protocol }) => protocol === "sms")).toHaveLength(1);
});

test("a rule writes the changes of alarms into a group", async () => {
  await using local = await StackUnderTest.of("alarm-history");

  await local.record("Shop", { Errors: 1 });
  await local.advance(2);

  const details = (await local.messages("/aws/events/alarms")).map((line) => JSON.parse(line).detail);
  expect(details).toMatchObject([{ alarmName: "watched", state: { value: "ALARM" } }]);
});

test("a stage's retention comes from mappings, or from whoever deploys, by the rules", async () => {
  await using dev = await StackUnderTest.of("staged-retention", { parameters: { Stage: "dev" } });
  await using live = await StackUnderTest.of("staged-retention", {
    parameters: { Stage: "live", Days: "731" },
  });

  expect(dev.stack.resources.map(({ logicalId }) => logicalId)).toEqual(["Group"]);
  expect([await dev.retention("/dev/shop"), await live.retention("/live/shop")]).toEqual([7, 731]);
  const short = StackUnderTest.of("staged-retention", { parameters: { Stage: "live", Days: "30" } });
  await expect(short).rejects.toThrow("A live stage keeps its logs for one or two years.");
  await live.stack.destroy();
  expect(await live.retention("/live/shop")).toBe(731);
});

test("every service of a list has its alarm, with its own threshold", async () => {
  await using local = await StackUnderTest.of("alarms-for-each");

  for (const service of ["cart", "pay"]) await local.log(`/services/${service}`, "ERROR", "ERROR");
  await local.advance(2);

  expect(await local.states()).toEqual({ "cart-errors": "OK", "pay-errors": "ALARM", "ship-errors": "OK" });
});

test("metrics in a function's log lines set off an alarm", async () => {
  await using local = await StackUnderTest.of("embedded-metrics");

  await local.call("lambda", "Invoke", { FunctionName: "checkout", Payload: Buffer.from('{"ms":1500}') });
  await local.advance(2);

  expect(await local.states()).toEqual({ "checkout-slow": "ALARM" });
});

test("a function that fails twice leaves a letter, and somebody is told", async () => {
  await using local = await StackUnderTest.of("failing-function");

  await local.call("lambda", "Invoke", {
    FunctionName: "job",
    InvocationType: "Event",
    Payload: Buffer.from("{}"),
  });
  await local.advance(5);

  const [letter] = await local.bodies(local.outputs["Failed"]);
  expect(JSON.parse(letter!)).toMatchObject({
    requestContext: { condition: "RetriesExhausted", approximateInvokeCount: 2 },
    responsePayload: { errorMessage: "no stock" },
  });
  expect(await local.lines("/aws/lambda/notifier")).toContain("told of job-errors");
});

test("configuration comes from the parameter store and from a secret", async () => {
  await using local = await StackUnderTest.of("configuration", {
    first: (cloud) =>
      cloud.call("ssm", "PutParameter", { Name: "/shop/level", Type: "String", Value: "debug" }),
  });

  const { Payload } = await local.call<{ Payload: string }>("lambda", "Invoke", {
    FunctionName: "configured",
  });

  expect(JSON.parse(Buffer.from(Payload).toString())).toBe("debug,shop,p$&w");
});

test("a saved query finds what its dashboard shows", async () => {
  await using local = await StackUnderTest.of("dashboard");
  await local.log("/shop/web", '{"route":"/a","ms":5}', '{"route":"/b","ms":90}');

  const { queryDefinitions } = await local.call<{
    queryDefinitions: { queryString: string; logGroupNames: string[] }[];
  }>("logs", "DescribeQueryDefinitions");
  const { queryString, logGroupNames } = queryDefinitions[0]!;
  const now = local.cloud.clock.now() / 1_000;
  const { queryId } = await local.call("logs", "StartQuery", {
    queryString,
    logGroupNames,
    startTime: now - 60,
    endTime: now + 60,
  });
  await local.cloud.settled();
  const { results } = await local.call<{ results: { field: string; value: string }[][] }>(
    "logs",
    "GetQueryResults",
    { queryId },
  );

  expect(results[0]).toContainEqual({ field: "route", value: "/b" });
  expect(await local.call("monitoring", "GetDashboard", { DashboardName: "shop" })).toMatchObject({
    DashboardBody: expect.stringContaining("SOURCE '/shop/web'"),
  });
});

test("an upload calls the function of its suffix", async () => {
  await using local = await StackUnderTest.of("uploads");

  for (const Key of ["orders.csv", "photo.png"])
    await local.call("s3", "PutObject", { Bucket: "uploads", Key, Body: Buffer.from("x") });
  await local.cloud.settled();

  expect(await local.lines("/aws/lambda/import")).toEqual(["imported orders.csv"]);
});

test("placeholders stand for a service of containers; its group and alarm work", async () => {
  await using local = await StackUnderTest.of("worker-container", { skipUnknown: true });

  await local.log("/ecs/worker", "panic: out of stock");
  await local.advance(2);

  expect(Object.values(await local.states())).toEqual(["ALARM"]);
  expect(local.stack.resources.filter(({ placeholder }) => placeholder).map(({ type }) => type)).toEqual([
    "AWS::ECS::Cluster",
    "AWS::ECS::TaskDefinition",
    "AWS::ECS::Service",
  ]);
});

test("every stack of the folder is shown here", () => {
  const shown = readFileSync(import.meta.filename, "utf8");
  const names = readdirSync(FOLDER).map((file) => file.replace(".yaml", ""));

  expect(names.length).toBeGreaterThanOrEqual(20);
  expect(names.filter((name) => !shown.includes(`.of("${name}"`))).toEqual([]);
});
