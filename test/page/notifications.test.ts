import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readNotification } from "../../local/page/notifications/read-notification.ts";

const MEMBERS = [
  "text",
  "blocks",
  "type",
  "attachments",
  "contentType",
  "content",
  "body",
  "actions",
  "facts",
  "elements",
  "fields",
  "event_action",
  "payload",
  "custom_details",
  "lines",
  "links",
  "dedup_key",
  "version",
  "alerts",
  "AlarmName",
  "NewStateValue",
  "Trigger",
  "alarmData",
  "detail",
  "state",
  "alarmName",
  "Type",
  "Message",
];
const VALUES = [
  "header",
  "section",
  "context",
  "FactSet",
  "TextBlock",
  "Notification",
  "trigger",
  "resolve",
  "ALARM",
];

const { document } = fc.letrec((tie) => ({
  document: fc.dictionary(fc.constantFrom(...MEMBERS), tie("value"), { maxKeys: 6 }),
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom<unknown>(
      1,
      null,
      true,
      "",
      "a",
      "*Metric:* x",
      "```\ncode\n```",
      "<https://a|b>",
      ...VALUES,
    ),
    fc.constant("application/vnd.microsoft.card.adaptive"),
    tie("document"),
    fc.array(tie("value"), { maxLength: 4 }),
  ),
}));

describe("reading messages", () => {
  test("has words for any document", () => {
    fc.assert(
      fc.property(document, fc.constantFrom("email", "https", "webhook", "other"), (message, protocol) => {
        const { title, channel, parts } = readNotification({ protocol, body: JSON.stringify(message) });

        expect([typeof title, typeof channel, Array.isArray(parts)]).toEqual(["string", "string", true]);
        for (const part of parts) if ("text" in part) expect(typeof part.text).toBe("string");
      }),
      { numRuns: 2_000 },
    );
  });

  test("gives any other text back as it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (body) => {
        fc.pre(!body.trimStart().startsWith("{"));
        expect(readNotification({ protocol: "sms", body }).parts).toEqual([{ kind: "text", text: body }]);
      }),
    );
  });

  test("reads Slack's markup", () => {
    const { title, tone, parts } = readNotification({
      protocol: "webhook",
      body: JSON.stringify({
        channel: "#ops",
        text: "ALARM: a &amp; b",
        blocks: [
          { type: "header", text: { type: "plain_text", text: "ALARM: a &amp; b" } },
          {
            type: "section",
            text: { type: "mrkdwn", text: "*State:* OK → ALARM\n*Region:* eu-west-1\n1 &lt; 2" },
          },
          { type: "section", text: { type: "mrkdwn", text: "```\n{&lt;line&gt;}\n```" } },
          {
            type: "section",
            text: { type: "mrkdwn", text: "<https://a.example|Runbook> · <https://b.example|Alarm>" },
          },
        ],
      }),
    });

    expect({ title, tone }).toEqual({ title: "ALARM: a & b", tone: "alarm" });
    expect(parts).toEqual([
      {
        kind: "facts",
        facts: [
          ["State", "OK → ALARM"],
          ["Region", "eu-west-1"],
        ],
      },
      { kind: "text", text: "1 < 2" },
      { kind: "code", text: "{<line>}" },
      {
        kind: "links",
        links: [
          ["Runbook", "https://a.example"],
          ["Alarm", "https://b.example"],
        ],
      },
    ]);
  });

  test("looks into the envelope of SNS", () => {
    const inner = {
      AlarmName: "errors",
      NewStateValue: "OK",
      OldStateValue: "ALARM",
      NewStateReason: "fine again",
    };
    const body = JSON.stringify({
      Type: "Notification",
      Subject: "OK: errors",
      Message: JSON.stringify(inner),
    });

    const { title, tone, parts } = readNotification({ protocol: "email-json", body });

    expect({ title, tone }).toEqual({ title: "OK: errors", tone: "ok" });
    expect(parts).toContainEqual({ kind: "text", text: "fine again" });
  });
});
