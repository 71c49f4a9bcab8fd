import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readIncoming } from "../../../functions/alert-notifier/incoming.ts";
import { insightsUrl } from "../../../functions/alert-notifier/insights-link.ts";
import { alertText } from "../../../functions/alert-notifier/text.ts";
import { evaluatedWindow } from "../../../functions/alert-notifier/window.ts";
import { ANOMALY_TRIGGER, alarmMessage, EVENT, MATH_TRIGGER, snsEvent } from "./alarms.ts";

const read = (event: unknown) => readIncoming(event)[0]!.alert;

describe("alarm messages", () => {
  it("reads a metric alarm", () => {
    expect(read(snsEvent(alarmMessage()))).toMatchObject({
      kind: "metric",
      key: "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:orders-errors",
      name: "orders-errors",
      state: "ALARM",
      previousState: "OK",
      changedAt: Date.UTC(2026, 10, 20, 21, 35, 10, 123),
      accountId: "111122223333",
      region: "eu-west-1",
      metrics: [
        { namespace: "Shop", name: "Errors", dimensions: { Route: "/pay" }, statistic: "SUM", period: 300 },
      ],
      condition: "greater than 5, 1 of 1 periods",
      windowSeconds: 300,
    });
  });

  it("reads a metric-math alarm without a MetricName, and a null description", () => {
    const alert = read(snsEvent(alarmMessage({ Trigger: MATH_TRIGGER, AlarmDescription: null })));

    expect(alert).toMatchObject({
      kind: "metric-math",
      expression: "errors/requests",
      description: undefined,
      windowSeconds: 120,
    });
    expect(alert.metrics.map(({ name }) => name)).toEqual(["Errors", "Requests"]);
  });

  it("tells the time series of an alarm on several apart", () => {
    const Trigger = {
      Period: 60,
      EvaluationPeriods: 1,
      ComparisonOperator: "GreaterThanThreshold",
      Threshold: 100,
      Metrics: [
        {
          Id: "q1",
          Expression: "SELECT MAX(Latency) FROM Shop GROUP BY Route ORDER BY MAX()",
          Period: 60,
          ReturnData: true,
        },
      ],
    };
    const message = (id: string, Route: string) =>
      snsEvent(
        alarmMessage({
          Trigger,
          AlarmContributorId: id,
          AlarmContributorAttributes: { Route },
          NewStateReason: "Threshold Crossed",
        }),
      );
    const { source, detail, ...event } = EVENT;
    const pay = { alarmContributor: { id: "01", attributes: { Route: "/pay" } } };

    const alert = read(message("01", "/pay"));
    const other = read(message("02", "/cart"));
    const invoked = read({ ...event, source, detail: { ...detail, ...pay } });

    expect(alert).toMatchObject({
      kind: "metric-math",
      windowSeconds: 60,
      reason: "Route=/pay: Threshold Crossed",
    });
    expect(alert.key).toBe("arn:aws:cloudwatch:eu-west-1:111122223333:alarm:orders-errors#01");
    expect(other.key).toMatch(/#02$/);
    expect(invoked.key).toMatch(/#01$/);
    expect(invoked.reason).toMatch(/^Route=\/pay: /);
  });

  it("reads an anomaly alarm", () => {
    expect(read(snsEvent(alarmMessage({ Trigger: ANOMALY_TRIGGER })))).toMatchObject({
      kind: "anomaly",
      metrics: [{ name: "Latency" }],
    });
  });

  it("reads a composite alarm without a Trigger", () => {
    const message = alarmMessage({
      Trigger: undefined,
      AlarmRule: 'ALARM("orders-errors") OR ALARM("orders-slow")',
      TriggeringChildren: [
        { Arn: "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:orders-slow", State: { Value: "ALARM" } },
      ],
    });

    expect(read(snsEvent(message))).toMatchObject({
      kind: "composite",
      children: ["orders-slow"],
      metrics: [],
    });
  });

  const LOG_ALARM = {
    Trigger: undefined,
    LogGroups: ["arn:aws:logs:eu-west-1:111122223333:log-group:/shop/orders:*"],
    QueryString: "filter level = 'ERROR'",
    AggregationExpression: "count(*)",
    QueryExecutionId: "scheduled-query-execution-id-3",
    AlarmTags: [],
  };

  it("reads the flat message of a log alarm, its window from the results that it looked at", () => {
    const results = [15, 10, 5].map((minute) => ({
      timestamp: `2026-06-10T12:${String(minute).padStart(2, "0")}:00.000+0000`,
      value: minute,
    }));
    const message = alarmMessage({ ...LOG_ALARM, NewStateReasonData: { version: "1.0", results } });

    expect(read(snsEvent(message))).toMatchObject({
      kind: "log",
      logGroups: ["/shop/orders"],
      expression: "filter level = 'ERROR'",
      condition: "count(*)",
      windowSeconds: 900,
      metrics: [],
    });
  });

  it("takes the contributors of a log alarm for alerts of their own, and the lines that a message carries", () => {
    const message = alarmMessage({
      ...LOG_ALARM,
      AlarmContributorId: "a1b2c3d4e5f6g7h8",
      AlarmContributorAttributes: { endpoint: "/api/orders" },
      NewStateReason: "5 out of 10 contributors evaluated to ALARM",
      LogLines: ["first", { "@message": "second", "@timestamp": "2026-11-20T21:31:00Z" }],
    });

    const alert = read(snsEvent(message));

    expect(alert.key).toMatch(/#a1b2c3d4e5f6g7h8$/);
    expect(alert.reason).toBe("endpoint=/api/orders: 5 out of 10 contributors evaluated to ALARM");
    expect(alert.lines).toMatchObject([{ message: "first" }, { message: "second" }]);
  });

  it("reads the event of a log alarm's contributor", () => {
    const event = {
      source: "aws.cloudwatch",
      "detail-type": "CloudWatch Alarm Contributor State Change",
      resources: ["arn:aws:cloudwatch:us-east-1:123456789012:alarm:EndpointLatency"],
      detail: {
        alarmName: "EndpointLatency",
        alarmContributor: { id: "a1b2c3d4e5f6g7h8", attributes: { endpoint: "/api/orders" } },
        state: { value: "ALARM", reason: "too slow", timestamp: "2026-06-10T12:20:15.000+0000" },
        configuration: {
          logGroupIdentifiers: ["/aws/lambda/my-function"],
          queryString: "fields @message",
          aggregationExpression: "avg(ms) by endpoint",
          schedule: { expression: "rate(5 minutes)", startTimeOffset: 600, endTimeOffset: 0 },
        },
      },
    };

    expect(read(event)).toMatchObject({
      kind: "log",
      key: "arn:aws:cloudwatch:us-east-1:123456789012:alarm:EndpointLatency#a1b2c3d4e5f6g7h8",
      reason: "endpoint=/api/orders: too slow",
      logGroups: ["/aws/lambda/my-function"],
      condition: "avg(ms) by endpoint",
      windowSeconds: 600,
    });
  });

  it.each([
    ["EventBridge", EVENT],
    ["EventBridge over SNS", snsEvent(EVENT)],
    [
      "a direct action",
      {
        ...EVENT,
        resources: undefined,
        detail: undefined,
        "detail-type": undefined,
        alarmArn: EVENT.resources[0],
        accountId: "111122223333",
        account: undefined,
        alarmData: EVENT.detail,
      },
    ],
    [
      "SNS over SQS",
      {
        Records: [
          {
            eventSource: "aws:sqs",
            body: JSON.stringify({ Type: "Notification", Message: JSON.stringify(EVENT) }),
          },
        ],
      },
    ],
  ])("reads an alarm from %s", (_name, event) => {
    expect(read(event)).toMatchObject({
      kind: "metric",
      name: "orders-errors",
      state: "ALARM",
      accountId: "111122223333",
      region: "eu-west-1",
      metrics: [{ namespace: "Shop", name: "Errors", dimensions: { Route: "/pay" }, period: 300 }],
    });
  });

  it.each([
    ["text", "the disk is full"],
    ["other JSON", '{"Event":"s3:TestEvent","Bucket":"b"}'],
    ["broken JSON", '{"AlarmName": '],
  ])("makes %s a readable message", (_name, text) => {
    const incoming = readIncoming(snsEvent(text, "Hello"))[0]!;
    const shown = alertText({
      alert: incoming.alert,
      id: incoming.id,
      lines: [],
      causes: [],
      lineCount: 0,
      linesNote: undefined,
      insightsUrl: undefined,
      alarmUrl: undefined,
      runbookUrl: undefined,
      suppressed: 0,
    });

    expect(incoming.alert).toMatchObject({ kind: "message", name: "Hello" });
    expect(shown.reason.replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
  });

  it("never throws, whatever arrives", () => {
    const trigger = fc.oneof(
      fc.jsonValue(),
      fc.record({ Metrics: fc.jsonValue(), Dimensions: fc.jsonValue(), LogLines: fc.jsonValue() }),
    );
    const message = fc.oneof(
      fc.jsonValue(),
      fc.record({
        AlarmName: fc.string(),
        Trigger: trigger,
        StateChangeTime: fc.jsonValue(),
        TriggeringChildren: fc.jsonValue(),
        NewStateReason: fc.jsonValue(),
      }),
      fc.record({
        source: fc.constant("aws.cloudwatch"),
        detail: fc.record({ alarmName: fc.string(), configuration: fc.jsonValue(), state: fc.jsonValue() }),
      }),
    );
    fc.assert(
      fc.property(message, (value) => {
        for (const event of [value, snsEvent(value)])
          for (const { alert } of readIncoming(event)) evaluatedWindow(alert);
      }),
      { numRuns: 2_000 },
    );
  });

  it("looks at the datapoints that the reason names", () => {
    const window = evaluatedWindow(read(snsEvent(alarmMessage())));

    expect(new Date(window.start).toISOString()).toBe("2026-11-20T21:30:00.000Z");
    expect(window.end).toBe(Date.UTC(2026, 10, 20, 21, 35, 10, 123));
  });

  it("writes the console's form of a query", () => {
    const url = insightsUrl({
      region: "eu-west-1",
      logGroups: ["/aws/lambda/a"],
      queryString: "fields @message\n| limit 5",
      start: 0,
      end: 60_000,
    });

    expect(url).toBe(
      "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:logs-insights$3FqueryDetail$3D" +
        "~(end~'1970-01-01T00*3a01*3a00.000Z~start~'1970-01-01T00*3a00*3a00.000Z~timeType~'ABSOLUTE~tz~'UTC" +
        "~editorString~'fields*20*40message*0a*7c*20limit*205~source~(~'*2faws*2flambda*2fa))",
    );
  });
});
