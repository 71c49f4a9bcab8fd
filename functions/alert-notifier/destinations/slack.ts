import { post } from "../../shared/post.ts";
import { resolveReference } from "../../shared/secret.ts";
import { isResolved, type Notification } from "../alert.ts";
import type { SlackConfiguration } from "../configuration.ts";
import { alertText, cut, fitLines } from "../text.ts";
import type { Destination } from "./destination.ts";

const SECTION_CHARACTERS = 3_000;
const BLOCKS = 50;
/** Answers of chat.postMessage that pass by themselves. https://docs.slack.dev/reference/methods/chat.postMessage */
const TRANSIENT = new Set([
  "ratelimited",
  "rate_limited",
  "internal_error",
  "fatal_error",
  "service_unavailable",
  "request_timeout",
]);

/** Slack: `chat.postMessage` with a bot token, so that the resolve goes into the alert's thread; or an incoming webhook. */
export function slack(configuration: SlackConfiguration): Destination {
  const label = `Slack (${configuration.name})`;
  return {
    name: configuration.name,
    groups: true,
    limited: true,
    async send({ notifications, thread, deadline }) {
      const message = slackMessage(notifications);
      if (configuration.webhookUrl !== undefined) {
        const url = await resolveReference(configuration.webhookUrl);
        await post({ url, body: JSON.stringify(message), label, deadline });
        return undefined;
      }
      const token = await resolveReference(configuration.token!);
      const answer = await post({
        url: `${configuration.apiUrl ?? "https://slack.com/api"}/chat.postMessage`,
        headers: { authorization: `Bearer ${token}` },
        body: JSON.stringify({
          channel: configuration.channel,
          ...message,
          unfurl_links: false,
          ...(thread === undefined
            ? {}
            : { thread_ts: thread, reply_broadcast: notifications.every(({ alert }) => isResolved(alert)) }),
        }),
        label,
        deadline,
        inspect: refusal,
      });
      return thread ?? (JSON.parse(answer) as { ts?: string }).ts;
    },
  };
}

/** The message as Slack's blocks, with a plain text for notifications on a phone. */
export function slackMessage(notifications: readonly Notification[]): { text: string; blocks: unknown[] } {
  const texts = notifications.map(alertText);
  const blocks: unknown[] = [];
  for (const [index, text] of texts.entries()) {
    // Four for an alert, and one to say what is left.
    if (blocks.length + 5 > BLOCKS) {
      blocks.push(context(`… and ${texts.length - index} more alerts`));
      break;
    }
    const facts = text.facts
      .map(([label, value]) => `*${label}:* ${escapeMarkup(cut(value, 300))}`)
      .join("\n");
    blocks.push({ type: "header", text: { type: "plain_text", text: cut(text.title, 150), emoji: true } });
    blocks.push(section(`${facts}\n${escapeMarkup(cut(text.reason, 1_000))}`));
    if (text.lines.length > 0) {
      const lines = fitLines(
        text.lines.map((line) => escapeMarkup(line).replaceAll("```", "'''")),
        SECTION_CHARACTERS - 60,
      );
      blocks.push(section(`\`\`\`\n${lines}\n\`\`\``));
    } else if (text.linesNote !== undefined) {
      blocks.push(context(text.linesNote));
    }
    if (text.links.length > 0) {
      blocks.push(section(fitLinks(text.links)));
    }
  }
  return { text: escapeMarkup(cut(texts.map((text) => text.title).join("\n"), 3_000)), blocks };
}

function fitLinks(links: readonly (readonly [string, string])[]): string {
  const shown: string[] = [];
  for (const [text, url] of links) {
    const link = `<${escapeMarkup(url)}|${escapeMarkup(text)}>`;
    // A cut address leads nowhere, so a link that does not fit is left out.
    if (shown.join(" · ").length + link.length < SECTION_CHARACTERS - 3) shown.push(link);
  }
  return shown.join(" · ");
}

function context(text: string): unknown {
  return { type: "context", elements: [{ type: "mrkdwn", text: escapeMarkup(text) }] };
}

function section(text: string): unknown {
  return { type: "section", text: { type: "mrkdwn", text: cut(text, SECTION_CHARACTERS) } };
}

/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
function escapeMarkup(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function refusal(body: string): { retry: boolean; reason: string } | undefined {
  let answer: { ok?: boolean; error?: string };
  try {
    answer = JSON.parse(body);
  } catch {
    return { retry: true, reason: "its answer was not JSON" };
  }
  if (answer.ok === true) return undefined;
  const error = answer.error ?? "no reason given";
  return { retry: TRANSIENT.has(error), reason: `it answered "${error}"` };
}
