import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { AwsServer } from "../aws-server.ts";
import { WebServer } from "../web-server.ts";
import { alarmMessage, snsEvent } from "./alarms.ts";

type Handler = typeof import("../../../functions/alert-notifier/index.ts").handler;

const aws = new AwsServer();
const web = new WebServer();
let url: string;

beforeAll(async () => {
  const endpoint = await aws.start();
  url = await web.start();
  for (const [name, value] of Object.entries({
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    DEAD_LETTER_QUEUE_URL: `${endpoint}/111122223333/dead`,
  })) {
    vi.stubEnv(name, value);
  }
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([aws.stop(), web.stop()]);
});

beforeEach(() => {
  aws.reset();
  web.reset();
  aws.on("GetParameter", (input) => ({
    Parameter: { Name: input["Name"], Value: `value-of-${input["Name"]}` },
  }));
  aws.on("DescribeMetricFilters", () => ({
    metricFilters: [
      {
        filterName: "errors",
        logGroupName: "/shop/orders",
        filterPattern: '{ $.level = "ERROR" }',
        metricTransformations: [
          {
            metricName: "Errors",
            metricNamespace: "Shop",
            metricValue: "1",
            dimensions: { Route: "$.route" },
          },
        ],
      },
    ],
  }));
  aws.on("FilterLogEvents", () => ({
    events: [
      {
        timestamp: 1,
        logStreamName: "s",
        message: '{"level":"ERROR","route":"/pay","message":"card <refused> ```"}',
      },
      { timestamp: 2, logStreamName: "s", message: '{"level":"ERROR","route":"/pay","message":"no answer"}' },
    ],
  }));
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  return () => vi.restoreAllMocks();
});

async function environment(destinations: object[], more: object = {}): Promise<Handler> {
  vi.stubEnv("ALERT_NOTIFIER_CONFIGURATION", JSON.stringify({ destinations, ...more }));
  vi.resetModules();
  return (await import("../../../functions/alert-notifier/index.ts")).handler;
}

const ok = alarmMessage({
  NewStateValue: "OK",
  OldStateValue: "ALARM",
  StateChangeTime: "2026-11-20T21:50:10.000+0000",
});
const slackBot = () => ({
  type: "slack",
  name: "team",
  token: "ssm:/slack/token",
  channel: "C1",
  apiUrl: url,
});
const slackAnswer = () => ({ body: '{"ok":true,"ts":"171.1"}' });
const webhook = () => ({
  type: "webhook",
  name: "hook",
  url: `${url}/hook`,
  signingSecret: "ssm:/hook/secret",
});

describe("alert-notifier", () => {
  it("shows the very log lines, found through the metric filter and the alarm's dimensions", async () => {
    const handler = await environment([webhook()]);

    await handler(snsEvent(alarmMessage()));

    expect(aws.of("DescribeMetricFilters")[0]).toMatchObject({
      metricName: "Errors",
      metricNamespace: "Shop",
    });
    expect(aws.of("FilterLogEvents")[0]).toMatchObject({
      logGroupName: "/shop/orders",
      filterPattern: '{ ( $.level = "ERROR" ) && $.route = "/pay" }',
      startTime: Date.UTC(2026, 10, 20, 21, 30),
      endTime: Date.UTC(2026, 10, 20, 21, 35, 10, 123),
    });
    const [alert] = web.to("/hook")[0]!.body.alerts;
    expect(alert.lines.map((line: { message: string }) => JSON.parse(line.message).message)).toEqual([
      "no answer",
      "card <refused> ```",
    ]);
    expect(alert.links).toEqual({
      Runbook: "https://wiki.example/orders",
      "Logs Insights": expect.stringContaining("logs-insights"),
      Alarm: expect.stringContaining("alarm/orders-errors"),
    });
  });

  it("signs a webhook's body", async () => {
    const handler = await environment([webhook()]);

    await handler(snsEvent(alarmMessage()));

    const { headers, text } = web.to("/hook")[0]!;
    const expected = createHmac("sha256", "value-of-/hook/secret")
      .update(`${headers["x-cumulog-timestamp"]}.${text}`)
      .digest("hex");
    expect(headers["x-cumulog-signature"]).toBe(`v1=${expected}`);
    expect(Math.abs(Number(headers["x-cumulog-timestamp"]) - Date.now() / 1000)).toBeLessThan(60);
  });

  it("puts the resolve into the Slack thread of the alert", async () => {
    web.answer = slackAnswer;
    const handler = await environment([slackBot()]);

    await handler(snsEvent(alarmMessage()));
    await handler(snsEvent(ok));

    const [alarm, resolve] = web.to("/chat.postMessage");
    expect(alarm!.headers.authorization).toBe("Bearer value-of-/slack/token");
    expect(alarm!.body).toMatchObject({ channel: "C1", text: expect.stringContaining("orders-errors") });
    expect(alarm!.text).toContain("card &lt;refused&gt; '''");
    expect(alarm!.body.thread_ts).toBeUndefined();
    expect(resolve!.body).toMatchObject({ thread_ts: "171.1", reply_broadcast: true });
  });

  it("remembers the thread in a parameter, across environments", async () => {
    const parameters = new Map<string, string>();
    aws.on("GetParameter", (input) => {
      const value = parameters.get(input["Name"]!);
      if (String(input["Name"]).startsWith("/slack")) return { Parameter: { Value: "t" } };
      return value === undefined ? { error: "ParameterNotFound" } : { Parameter: { Value: value } };
    });
    aws.on("PutParameter", (input) => {
      parameters.set(input["Name"]!, input["Value"]!);
      return { Version: 1 };
    });
    web.answer = slackAnswer;
    vi.stubEnv("ALERT_MEMORY_PREFIX", "/cumulog/alerts");

    await (await environment([slackBot()]))(snsEvent(alarmMessage()));
    await (await environment([slackBot()]))(snsEvent(alarmMessage()));
    await (await environment([slackBot()]))(snsEvent(ok));
    vi.stubEnv("ALERT_MEMORY_PREFIX", "");

    expect(web.to("/chat.postMessage")).toHaveLength(2);
    expect(web.to("/chat.postMessage")[1]!.body.thread_ts).toBe("171.1");
  });

  it("opens and resolves one PagerDuty incident", async () => {
    const handler = await environment([
      { type: "pagerduty", name: "duty", routingKey: "R1", eventsUrl: url, severity: "critical" },
    ]);

    await handler(snsEvent(alarmMessage()));
    await handler(snsEvent(ok));

    const [trigger, resolve] = web.to("/v2/enqueue").map(({ body }) => body);
    expect(trigger).toMatchObject({
      routing_key: "R1",
      event_action: "trigger",
      payload: { severity: "critical", component: "Errors" },
    });
    expect(resolve).toEqual({ routing_key: "R1", event_action: "resolve", dedup_key: trigger.dedup_key });
  });

  it("tells the severity that the alarm's description names", async () => {
    const handler = await environment([
      { type: "pagerduty", name: "duty", routingKey: "R1", eventsUrl: url, severity: "warning" },
    ]);

    await handler(snsEvent(alarmMessage({ AlarmDescription: "Orders fail\nseverity: critical" })));

    expect(web.to("/v2/enqueue")[0]!.body.payload).toMatchObject({
      severity: "critical",
      custom_details: { Severity: "critical" },
    });
  });

  it("keeps a Slack message of many alarms within its blocks, and names each", async () => {
    const handler = await environment([{ type: "slack", name: "ops", webhookUrl: `${url}/hook` }]);
    const records = Array.from({ length: 20 }, (_, index) => {
      const name = `<!channel> ${index}`;
      const arn = `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${name}`;
      const event = snsEvent(
        alarmMessage({ AlarmName: name, AlarmArn: arn, NewStateReason: "<".repeat(5_000) }),
      );
      return (event as { Records: unknown[] }).Records[0];
    });

    await handler({ Records: records });

    const posts = web
      .to("/hook")
      .map(({ body }) => body as { text: string; blocks: { type: string; text?: { text: string } }[] });
    expect(posts.length).toBeGreaterThan(0);
    for (const { blocks, text } of posts) {
      expect(blocks.length).toBeLessThanOrEqual(50);
      expect(text).not.toContain("<!channel>");
      for (const block of blocks) expect(block.text?.text.length ?? 0).toBeLessThanOrEqual(3_000);
    }
    const shown = JSON.stringify(posts);
    for (let index = 0; index < 20; index++) expect(shown).toContain(`channel&gt; ${index}`);
  });

  it("sends Teams an Adaptive Card within its size", async () => {
    aws.on("FilterLogEvents", () => ({
      events: Array.from({ length: 50 }, (_, index) => ({ timestamp: index, message: "ü".repeat(5_000) })),
    }));
    const handler = await environment([{ type: "teams", name: "t", webhookUrl: `${url}/teams` }], {
      lines: 50,
    });

    await handler(snsEvent(alarmMessage({ NewStateReason: "x".repeat(50_000) })));

    const { text, body } = web.to("/teams")[0]!;
    expect(Buffer.byteLength(text)).toBeLessThan(28_000);
    expect(body.attachments[0]).toMatchObject({
      contentType: "application/vnd.microsoft.card.adaptive",
      content: { type: "AdaptiveCard" },
    });
  });

  it("waits as long as Retry-After asks, and then delivers", async () => {
    web.answer = (_post, count) => (count === 1 ? { status: 429, headers: { "retry-after": "1" } } : {});
    const handler = await environment([webhook()]);
    const start = Date.now();

    await handler(snsEvent(alarmMessage()));

    expect(web.to("/hook")).toHaveLength(2);
    expect(Date.now() - start).toBeGreaterThanOrEqual(950);
    expect(aws.of("SendMessage")).toEqual([]);
  });

  it("puts an alert that a destination refuses into the dead-letter queue; others get theirs; a redrive sends only it", async () => {
    const destinations = [webhook(), { type: "teams", name: "gone", webhookUrl: `${url}/gone` }];
    web.answer = ({ path }) => (path === "/gone" ? { status: 404 } : {});
    const handler = await environment(destinations);

    await handler(snsEvent(alarmMessage()));

    expect(web.to("/hook")).toHaveLength(1);
    const letter = JSON.parse(aws.of("SendMessage")[0]!["MessageBody"]!);
    expect(letter).toMatchObject({
      target: "gone",
      reason: expect.stringContaining("404"),
      summary: "ALARM orders-errors",
    });
    web.reset();
    await (await environment(destinations))(letter.event);
    expect(web.posts.map(({ path }) => path)).toEqual(["/gone"]);
  });

  it("sends a change once, however often SNS delivers it", async () => {
    const handler = await environment([webhook()]);

    await handler(snsEvent(alarmMessage()));
    await handler(snsEvent(alarmMessage()));

    expect(web.to("/hook")).toHaveLength(1);
  });

  it("limits a flapping alarm and says later how much was not sent", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 10, 20, 22) });
    const handler = await environment([webhook()], { rateLimit: { count: 2, seconds: 600 } });

    for (let index = 0; index < 5; index += 1) {
      await handler(snsEvent(alarmMessage({ StateChangeTime: `2026-11-20T21:3${index}:00.000+0000` })));
    }
    vi.setSystemTime(Date.UTC(2026, 10, 20, 22, 20));
    await handler(snsEvent(alarmMessage({ StateChangeTime: "2026-11-20T22:19:00.000+0000" })));
    vi.useRealTimers();

    const alerts = web.to("/hook").map(({ body }) => body.alerts[0].suppressed);
    expect(alerts).toEqual([0, 0, 3]);
  });

  it("groups alarms of one invocation with the same state and place", async () => {
    const handler = await environment([
      webhook(),
      { type: "pagerduty", name: "duty", routingKey: "R1", eventsUrl: url },
    ]);
    const records = ["a", "b"].flatMap((name) => {
      const message = alarmMessage({
        AlarmName: name,
        AlarmArn: `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${name}`,
      });
      return (snsEvent(message) as { Records: unknown[] }).Records;
    });

    await handler({ Records: records });

    expect(
      web.to("/hook").map(({ body }) => body.alerts.map((alert: { alarm: string }) => alert.alarm)),
    ).toEqual([["a", "b"]]);
    expect(web.to("/v2/enqueue")).toHaveLength(2);
  });

  it("sends the alert without lines when the logs cannot be read", async () => {
    aws.on("DescribeMetricFilters", () => ({ error: "AccessDeniedException" }));
    const handler = await environment([webhook()]);

    await handler(snsEvent(alarmMessage()));

    expect(web.to("/hook")[0]!.body.alerts[0]).toMatchObject({
      lines: [],
      linesNote: expect.stringContaining("AccessDenied"),
    });
  });

  it("follows a composite alarm to the alarm that changed it", async () => {
    const handler = await environment([webhook()]);
    const rule = 'ALARM("orders-errors")';
    aws.on("DescribeAlarms", () => ({
      MetricAlarms: [
        {
          AlarmName: "orders-errors",
          StateValue: "ALARM",
          MetricName: "Errors",
          Namespace: "Shop",
          Period: 300,
          Statistic: "Sum",
          Dimensions: [{ Name: "Route", Value: "/pay" }],
        },
      ],
    }));

    await handler(snsEvent(alarmMessage({ AlarmRule: rule, Trigger: undefined })));

    expect(web.to("/hook")[0]!.body.alerts[0].kind).toBe("composite");
  });

  it.each([
    ['{"destinations":[]}', "destinations"],
    ['{"destinations":[{"type":"slack","name":"s"}]}', "slack destination needs"],
    ['{"destinations":[{"type":"pager","name":"s"}]}', "type"],
  ])("says what is wrong with %s", async (text, expected) => {
    const handler = await environment([]);
    vi.stubEnv("ALERT_NOTIFIER_CONFIGURATION", text);

    await expect(handler(snsEvent("x"))).rejects.toThrow(expected);
  });

  it("tells the grouped causes before any line, and what is new since the last alarm", async () => {
    const record = (message: string, code: string, user: number) =>
      JSON.stringify({
        level: "ERROR",
        message,
        route: "/pay",
        userId: `u${user}`,
        error: { name: "E", cause: { code } },
      });
    const timeouts = Array.from({ length: 30 }, (_, index) => ({
      timestamp: 1_000 + index,
      message: record(`payment provider timed out after ${index} ms`, "ECONNREFUSED", index % 12),
    }));
    aws.on("FilterLogEvents", () => ({ events: timeouts }));
    const handler = await environment([webhook()]);

    await handler(snsEvent(alarmMessage()));
    aws.on("FilterLogEvents", () => ({
      events: [...timeouts, { timestamp: 60_000, message: record("card was refused", "EDECLINED", 3) }],
    }));
    await handler(snsEvent(alarmMessage({ StateChangeTime: "2026-11-20T22:35:10.123+0000" })));

    const [first, second] = web.to("/hook").map(({ body }) => body.alerts[0]);
    expect(first.causes).toMatchObject([
      {
        count: 30,
        text: "payment provider timed out after <*> ← E ← ECONNREFUSED",
        details: ["route /pay", "12 users"],
        newSince: null,
      },
    ]);
    expect(second.causes).toMatchObject([
      { count: 30, newSince: null },
      { count: 1, text: "card was refused ← E ← EDECLINED", newSince: "1970-01-01T00:01:00.000Z" },
    ]);
  });

  it("links to a query with the filter of the alarm, whatever the kind of its pattern", async () => {
    const handler = await environment([webhook()]);

    await handler(snsEvent(alarmMessage()));

    const link = web.to("/hook")[0]!.body.alerts[0].links["Logs Insights"] as string;
    const query = link.replaceAll(/\*([0-9a-f]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
    expect(query).toContain('| filter (level = "ERROR" and route = "/pay")');
  });

  it("does not tell that a new alarm is OK, and tells that one is that was not", async () => {
    const ok = (time: string, previous: string) =>
      snsEvent(alarmMessage({ NewStateValue: "OK", OldStateValue: previous, StateChangeTime: time }));
    const handler = await environment([webhook()]);

    await handler(ok("2026-11-20T21:00:00.000+0000", "INSUFFICIENT_DATA"));
    await handler(snsEvent(alarmMessage()));
    await handler(ok("2026-11-20T22:00:00.000+0000", "INSUFFICIENT_DATA"));

    expect(web.to("/hook").map(({ body }) => body.alerts[0].state)).toEqual(["ALARM", "OK"]);
  });

  it.each([
    [
      "teams",
      "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 400",
      1,
    ],
    [
      "teams",
      "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429",
      4,
    ],
    ["slack", "invalid_payload", 1],
    ["slack", "no_service", 1],
    ["pagerduty", '{"status":"invalid event","message":"Event object is invalid"}', 1],
  ])("takes an answer of 200 with an error from %s as a failure: %s", async (type, body, attempts) => {
    web.answer = () => ({ body });
    const where = type === "pagerduty" ? { routingKey: "k", eventsUrl: url } : { webhookUrl: `${url}/hook` };
    const handler = await environment([{ type, name: "there", ...where }]);

    await handler(snsEvent(alarmMessage()));

    expect(web.posts).toHaveLength(attempts);
    expect(aws.of("SendMessageBatch").length + aws.of("SendMessage").length).toBe(1);
  });

  it.each(["", "1", "ok", "Accepted", '{"id":"x"}'])("takes %j from Teams as success", async (body) => {
    web.answer = () => ({ body });
    const handler = await environment([{ type: "teams", name: "there", webhookUrl: `${url}/hook` }]);

    await handler(snsEvent(alarmMessage()));

    expect(web.posts).toHaveLength(1);
    expect(aws.of("SendMessageBatch")).toHaveLength(0);
  });

  it("says that a redrive names no destinations", async () => {
    const handler = await environment([webhook()]);

    await expect(handler({ cumulogRedrive: 1, event: snsEvent(alarmMessage()) })).rejects.toThrow(
      "A redrive names no destinations",
    );
  });
});
