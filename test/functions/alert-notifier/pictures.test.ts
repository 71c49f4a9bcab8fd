import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Notification } from "../../../functions/alert-notifier/alert.ts";
import { emailHtml, emailText, subjectOf } from "../../../functions/alert-notifier/destinations/email.ts";
import { readIncoming } from "../../../functions/alert-notifier/incoming.ts";
import { startTestServer, type TestServer } from "../../local/query/test-server.ts";
import { WebServer } from "../web-server.ts";
import { alarmMessage, snsEvent } from "./alarms.ts";

type Handler = typeof import("../../../functions/alert-notifier/index.ts").handler;

const web = new WebServer();
let url: string;
let server: TestServer;
const ARN = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:orders-errors";

beforeAll(async () => {
  url = await web.start();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await web.stop();
});
beforeEach(async () => {
  web.reset();
  server = await startTestServer();
  for (const [name, value] of Object.entries({
    AWS_ENDPOINT_URL: server.client.endpoint,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  }))
    vi.stubEnv(name, value);
  await server.cloud.call("monitoring", "PutMetricAlarm", {
    AlarmName: "orders-errors",
    Namespace: "Shop",
    MetricName: "Errors",
    Statistic: "Sum",
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 5,
    ComparisonOperator: "GreaterThanThreshold",
  });
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  return async () => {
    vi.restoreAllMocks();
    await server[Symbol.asyncDispose]();
  };
});

async function handlerOf(...destinations: object[]): Promise<Handler> {
  vi.stubEnv("ALERT_NOTIFIER_CONFIGURATION", JSON.stringify({ destinations }));
  vi.resetModules();
  return (await import("../../../functions/alert-notifier/index.ts")).handler;
}

const alarm = (changes: Record<string, unknown> = {}) =>
  snsEvent(
    alarmMessage({
      AlarmName: "orders-errors",
      AlarmArn: ARN,
      StateChangeTime: new Date(server.cloud.clock.now()).toISOString(),
      ...changes,
    }),
  );
const logged = (): string =>
  vi
    .mocked(process.stdout.write)
    .mock.calls.map(([text]) => String(text))
    .join("");
const MAIL = {
  type: "email",
  name: "mail",
  from: "alerts@example.com",
  to: ["a@example.com", "b@example.com"],
};

describe("e-mail", () => {
  test("has the alert as text and as HTML, with a chart of the metric", async () => {
    const handler = await handlerOf(MAIL);

    await handler(alarm());

    const mails = server.inbox.list();
    expect(mails.map(({ to }) => to)).toEqual(MAIL.to);
    const [mail] = mails;
    expect(mail).toMatchObject({ protocol: "email", subject: "ALARM: orders-errors", from: MAIL.from });
    expect(mail!.body).toMatch(/^🔴 ALARM: orders-errors\n\nThreshold Crossed/);
    expect(mail!.html).toContain('<img src="cid:metric-0"');
    expect(mail!.pictures).toEqual([expect.stringMatching(/^data:image\/png;base64,iVBORw0KGgo/)]);
  });

  test("goes out without the chart when that cannot be drawn, and the log says so", async () => {
    const handler = await handlerOf(MAIL);

    await handler(alarm({ AlarmName: "gone", AlarmArn: `${ARN}-gone` }));

    expect(server.inbox.list()).toHaveLength(2);
    expect(server.inbox.list()[0]!.html).not.toContain("<img");
    expect(logged()).toContain("the chart of gone was not drawn");
  });

  test("shows log text as text, and its subject is one line", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const { alert, id } = readIncoming(snsEvent(alarmMessage({ AlarmName: `a ${text}` })))[0]!;
        const notification: Notification = {
          alert,
          id,
          causes: [],
          lineCount: 1,
          lines: [{ timestamp: 1, logGroup: "/g", logStream: "s", message: `<img src=x onerror=1> ${text}` }],
          linesNote: undefined,
          insightsUrl: undefined,
          alarmUrl: 'https://example.com/?"><script>',
          runbookUrl: "javascript:alert(1)",
          suppressed: 0,
        };

        const html = emailHtml([notification], []);

        expect(html).not.toMatch(/<(script|img)|javascript:[^<]*"/);
        expect(subjectOf([notification])).not.toMatch(/[\r\n\u2028\u2029]/);
        expect(emailText([notification])).toContain("ALARM: a ");
      }),
    );
  });
});

describe("Slack", () => {
  const slack = () => ({
    type: "slack",
    name: "team",
    token: "t",
    channel: "#ops",
    apiUrl: url,
    chart: true,
  });

  test("gets the chart in the alert's thread", async () => {
    web.answer = ({ path }) => ({
      body: JSON.stringify(
        path === "/chat.postMessage"
          ? { ok: true, ts: "171.1", channel: "C9" }
          : path === "/files.getUploadURLExternal"
            ? { ok: true, upload_url: `${url}/upload/1`, file_id: "F1" }
            : { ok: true },
      ),
    });
    const handler = await handlerOf(slack());

    await handler(alarm());

    expect(web.posts.map(({ path }) => path)).toEqual([
      "/chat.postMessage",
      "/files.getUploadURLExternal",
      "/upload/1",
      "/files.completeUploadExternal",
    ]);
    expect(web.posts[2]!.text.slice(1, 4)).toBe("PNG");
    expect(Object.fromEntries(new URLSearchParams(web.posts[3]!.text))).toEqual({
      files: '[{"id":"F1","title":"orders-errors"}]',
      channel_id: "C9",
      thread_ts: "171.1",
    });
  });

  test("has the alert though its token may share no files, and the log says why there is no chart", async () => {
    web.answer = ({ path }) => ({
      body:
        path === "/chat.postMessage"
          ? '{"ok":true,"ts":"1.1","channel":"C9"}'
          : '{"ok":false,"error":"missing_scope"}',
    });
    const handler = await handlerOf(slack());

    await handler(alarm());

    expect(web.posts).toHaveLength(2);
    expect(logged()).toContain("missing_scope");
    expect(logged()).not.toContain('"level":"ERROR"');
  });

  test("gets no chart when an alarm is over", async () => {
    web.answer = () => ({ body: '{"ok":true,"ts":"171.1","channel":"C9"}' });
    const handler = await handlerOf(slack());

    await handler(alarm({ NewStateValue: "OK", OldStateValue: "ALARM" }));

    expect(web.posts).toHaveLength(1);
  });
});
