import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Notification } from "../../../functions/alert-notifier/alert.ts";
import { pagerDutyEvent } from "../../../functions/alert-notifier/destinations/pagerduty.ts";
import { slackMessage } from "../../../functions/alert-notifier/destinations/slack.ts";
import { teamsMessage } from "../../../functions/alert-notifier/destinations/teams.ts";
import { readIncoming } from "../../../functions/alert-notifier/incoming.ts";
import { lineText } from "../../../functions/alert-notifier/line-text.ts";
import { fitEscaped } from "../../../functions/alert-notifier/text.ts";
import { groupCauses } from "../../../lib/analysis/index.ts";
import { alarmMessage, snsEvent } from "./alarms.ts";

const lines = Array.from({ length: 30 }, (_, index) => ({
  timestamp: Date.UTC(2026, 10, 20, 21, 31, index),
  logGroup: "/shop/orders",
  logStream: "a",
  message: JSON.stringify({
    level: "ERROR",
    message: `payment provider timed out after ${900 + index} ms`,
    route: "/pay",
    status: 502,
    userId: `u${index % 12}`,
    requestId: `r-${index}`,
    error: { name: "FetchError", message: "fetch failed", cause: { code: "ECONNREFUSED" } },
  }),
}));

function notification(changes: Record<string, unknown> = {}): Notification {
  const { alert, id } = readIncoming(snsEvent(alarmMessage(changes)))[0]!;
  return {
    alert,
    id,
    causes: groupCauses(lines),
    lineCount: lines.length,
    lines: lines.slice(0, 2),
    linesNote: undefined,
    insightsUrl: "https://console.aws.amazon.com/insights",
    alarmUrl: "https://console.aws.amazon.com/alarm",
    runbookUrl: "https://wiki.example/orders",
    suppressed: 0,
  };
}

describe("text that would be obeyed", () => {
  const OBEYED = "a\u202eb\u0007c\u001b[31md\u2028e";
  const SHOWN = "a\\u202eb\\u0007c\\u001b[31md\\u2028e";

  it.each([
    ["Slack", (one: Notification) => slackMessage([one])],
    ["Teams", (one: Notification) => teamsMessage([one])],
    ["PagerDuty", (one: Notification) => pagerDutyEvent(one, "key", "error")],
  ])("is shown as escapes in %s", (_destination, make) => {
    const own = notification({ AlarmDescription: OBEYED, NewStateReason: OBEYED });
    const line = { timestamp: 0, logGroup: "/g", logStream: "s", message: OBEYED };

    const message = make({ ...own, lines: [line], causes: groupCauses([line]) });

    const texts: string[] = [];
    JSON.stringify(message, (_name, value: unknown) => {
      if (typeof value === "string") texts.push(value);
      return value;
    });
    expect(texts.filter((text) => /[\u202e\u0007\u001b\u2028]/.test(text))).toEqual([]);
    // Teams has signs of its own around what Markdown would read.
    expect(
      texts.some((text) => text.includes(SHOWN) || /u202eb.*u0007c.*u001b.*31md.*u2028e/.test(text)),
    ).toBe(true);
  });
});

/** What is left of text when the entities are taken away has no ampersand. */
const hasWholeEntities = (text: string) => !text.replaceAll(/&(?:amp|lt|gt);/g, "").includes("&");
const hostile = fc
  .array(
    fc.constantFrom(
      "&",
      "<",
      ">",
      "<>&",
      "[reset](https://evil.example)",
      "*b*",
      "`",
      "```",
      "ü",
      "😀",
      "a\nb",
      "word ",
    ),
    {
      maxLength: 900,
    },
  )
  .map((parts) => parts.join(""));

describe("messages", () => {
  it("look like this in Slack", () => {
    expect(slackMessage([notification()])).toMatchSnapshot();
  });

  it("look like this in Teams", () => {
    expect(teamsMessage([notification()])).toMatchSnapshot();
  });

  it("look like this in PagerDuty", () => {
    expect(pagerDutyEvent(notification(), "key", "error")).toMatchSnapshot();
  });

  it("show a record for people", () => {
    expect(lineText(lines[0]!)).toBe(
      "21:31:00.000 ERROR payment provider timed out after 900 ms (FetchError) · route /pay · status 502 · user u0 · request r-0",
    );
    expect(lineText({ ...lines[0]!, message: "plain text \n" })).toBe("plain text");
  });
});

describe("what log text has of markup", () => {
  it("is never cut within an entity in Slack, and the reason comes first", () => {
    fc.assert(
      fc.property(hostile, hostile, (reason, description) => {
        const { blocks, text } = slackMessage([
          notification({ NewStateReason: reason, AlarmDescription: description }),
        ]) as {
          text: string;
          blocks: { type: string; text?: { text: string; type: string } }[];
        };
        expect(hasWholeEntities(text)).toBe(true);
        for (const block of blocks) {
          if (block.text?.type !== "mrkdwn") continue;
          expect(hasWholeEntities(block.text.text)).toBe(true);
          expect(block.text.text.length).toBeLessThanOrEqual(3_000);
        }
      }),
      { numRuns: 60 },
    );
    const { blocks } = slackMessage([notification({ NewStateReason: "because of this" })]);
    expect(JSON.stringify(blocks[1])).toContain("because of this");
  });

  it("is no link and no formatting in Teams, whose message stays below 20 KB", () => {
    fc.assert(
      fc.property(hostile, hostile, fc.integer({ min: 1, max: 12 }), (reason, description, count) => {
        const all = Array.from({ length: count }, (_, index) =>
          notification({
            AlarmName: `alarm ${index}`,
            NewStateReason: reason,
            AlarmDescription: description,
          }),
        );
        const json = JSON.stringify(teamsMessage(all));
        expect(Buffer.byteLength(json)).toBeLessThanOrEqual(20_000);
        expect(json).not.toMatch(/\[[^\]\\]*\]\(/);
        for (let index = 0; index < count; index++) expect(json).toContain(`alarm ${index}`);
      }),
      { numRuns: 60 },
    );
  });

  it("is cut before it is escaped", () => {
    const escaping = (text: string) => text.replaceAll("&", "&amp;");
    fc.assert(
      fc.property(hostile, fc.integer({ min: 10, max: 500 }), (text, length) => {
        const fitted = fitEscaped(text, length, escaping);
        expect(fitted.length).toBeLessThanOrEqual(length);
        expect(fitted.replaceAll("&amp;", "")).not.toContain("&");
      }),
    );
  });
});

describe("odd lines", () => {
  const odd = [
    "Error: boom\n    at a (x.js:1)\nCaused by: Z: no",
    JSON.stringify({ level: "error", message: "two\nlines", error: { name: "E" } }),
    "x".repeat(5_000),
    "user \u202Etxt.exe\u202C is \u001b[31mred\u001b[0m\u0000",
    "*bold* [a](http://e) <!channel> ```",
    "\u05e9\u05dc\u05d5\u05dd",
    "",
  ].map((message, index) => ({ ...lines[0]!, message, timestamp: index }));
  const odds = { ...notification(), causes: groupCauses(odd), lines: odd, lineCount: odd.length };
  const commands =
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

  it.each([
    ["Slack", () => slackMessage([odds])],
    ["Teams", () => teamsMessage([odds])],
    ["PagerDuty", () => pagerDutyEvent(odds, "key", "error")],
  ])("command nothing, turn nothing and stay short in %s", (_, message) => {
    const texts: string[] = [];
    JSON.stringify(message(), (_key, value: unknown) => {
      if (typeof value === "string") texts.push(value);
      return value;
    });
    const all = texts.join("\n");
    expect(all.replaceAll("\r", "\n")).not.toMatch(commands);
    expect(all).not.toContain("x".repeat(501));
    expect(all).toContain("txt.exe");
    expect(all).toContain("\u05e9\u05dc\u05d5\u05dd");
    expect(all).toMatch(/Error: boom\s+at a/);
  });
});

describe("causes", () => {
  it("group lines by template and the chain of their error, with what they have in common", () => {
    expect(groupCauses(lines)).toMatchObject([
      {
        count: 30,
        text: "payment provider timed out after <*> ← FetchError: fetch failed ← ECONNREFUSED",
        details: ["route /pay", "status 502", "12 users"],
        firstSeen: lines[0]!.timestamp,
        newSince: undefined,
      },
    ]);
  });

  it("group lines of plain text too", () => {
    const text = (message: string) => ({ ...lines[0]!, message });
    const causes = groupCauses([text("ERROR db 5 gone"), text("ERROR db 6 gone"), text("ERROR disk full")]);
    expect(causes.map((cause) => [cause.count, cause.text])).toEqual([
      [2, "ERROR db <*> gone"],
      [1, "ERROR disk full"],
    ]);
  });
});
