import { post } from "../../shared/post.ts";
import { resolveReference } from "../../shared/secret.ts";
import { isResolved, type Notification } from "../alert.ts";
import type { SlackConfiguration } from "../configuration.ts";
import { type AlertText, alertText, cut, fitEscaped, fitLines } from "../text.ts";
import type { Destination, Outgoing } from "./destination.ts";

const SECTION_CHARACTERS = 3_000;
const HEADER_CHARACTERS = 150;
const REASON_CHARACTERS = 1_500;
const BLOCKS = 50;
/** Sections that name the alarms for which there is no room. */
const NAME_BLOCKS = 4;
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
    async send({ notifications, thread, deadline, picture, note }) {
      const message = slackMessage(notifications);
      if (configuration.webhookUrl !== undefined) {
        const url = await resolveReference(configuration.webhookUrl);
        await post({ url, body: JSON.stringify(message), label, deadline, inspect: webhookRefusal });
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
      const { ts, channel } = JSON.parse(answer) as { ts?: string; channel?: string };
      const root = thread ?? ts;
      if (configuration.chart && root !== undefined && channel !== undefined)
        for (const notification of notifications)
          await sharePicture(notification, {
            picture,
            token,
            channel,
            thread: root,
            configuration,
            deadline,
          }).catch((error: Error) =>
            note(`the chart of ${notification.alert.name} was not shared in ${label}: ${error.message}`),
          );
      return root;
    },
  };
}

interface Sharing {
  readonly picture: Outgoing["picture"];
  readonly token: string;
  readonly channel: string;
  readonly thread: string;
  readonly configuration: SlackConfiguration;
  readonly deadline: number;
}

/**
 * Puts the chart of an alarm into the alert's thread: a file is announced, posted, and shared.
 * https://docs.slack.dev/messaging/working-with-files#upload
 */
async function sharePicture(
  notification: Notification,
  { picture, token, channel, thread, configuration, deadline }: Sharing,
): Promise<void> {
  const png = await picture(notification);
  if (png === undefined) return;
  const call = (method: string, parameters: Readonly<Record<string, string>>): Promise<string> =>
    post({
      url: `${configuration.apiUrl ?? "https://slack.com/api"}/${method}`,
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/x-www-form-urlencoded; charset=utf-8",
      },
      body: new URLSearchParams(parameters).toString(),
      label: `Slack (${configuration.name})`,
      deadline,
      inspect: refusal,
    });
  const { upload_url: url, file_id: id } = JSON.parse(
    await call("files.getUploadURLExternal", { filename: "chart.png", length: String(png.length) }),
  ) as { upload_url: string; file_id: string };
  await post({
    url,
    headers: { "content-type": "image/png" },
    body: png,
    label: `Slack (${configuration.name})`,
    deadline,
  });
  await call("files.completeUploadExternal", {
    files: JSON.stringify([{ id, title: notification.alert.name }]),
    channel_id: channel,
    thread_ts: thread,
  });
}

/** The message as Slack's blocks, with a plain text for notifications on a phone. */
export function slackMessage(notifications: readonly Notification[]): { text: string; blocks: unknown[] } {
  const texts = notifications.map(alertText);
  const blocks: unknown[] = [];
  for (const [index, text] of texts.entries()) {
    const own = blocksOf(text);
    const isLast = index === texts.length - 1;
    if (blocks.length + own.length + (isLast ? 0 : NAME_BLOCKS) > BLOCKS) {
      const names = texts.slice(index).map(({ title }) => title);
      const each = Math.ceil(names.length / NAME_BLOCKS);
      for (let from = 0; from < names.length; from += Math.max(each, 20))
        blocks.push(section(escapedLines(names.slice(from, from + Math.max(each, 20)), SECTION_CHARACTERS)));
      break;
    }
    blocks.push(...own);
  }
  const titles = texts.map(({ title }) => title).join("\n");
  return { text: fitEscaped(titles, SECTION_CHARACTERS, escapeMarkup), blocks };
}

/** What, why, since when and how many; the causes; lines; where; where to go on. */
function blocksOf(text: AlertText): unknown[] {
  const blocks: unknown[] = [
    { type: "header", text: { type: "plain_text", text: cut(text.title, HEADER_CHARACTERS), emoji: true } },
  ];
  if (text.reason !== "") blocks.push(section(fitEscaped(text.reason, REASON_CHARACTERS, escapeMarkup)));
  const causes = text.causes.map((cause) => `• ${cause}`);
  blocks.push(
    section(
      [factLines(text.summary, 1_000), escapedLines(causes, 1_900)].filter((part) => part !== "").join("\n"),
    ),
  );
  if (text.lines.length > 0) {
    const lines = text.lines.map((line) => fitEscaped(line.replaceAll("```", "'''"), 1_000, escapeMarkup));
    blocks.push(section(`\`\`\`\n${fitLines(lines, SECTION_CHARACTERS - 60)}\n\`\`\``));
  } else if (text.linesNote !== undefined) blocks.push(context(text.linesNote));
  if (text.facts.length > 0) blocks.push(section(factLines(text.facts, SECTION_CHARACTERS)));
  if (text.links.length > 0) blocks.push(section(fitLinks(text.links)));
  return blocks;
}

function factLines(facts: AlertText["facts"], characters: number): string {
  const each = Math.min(300, Math.floor(characters / Math.max(1, facts.length)) - 30);
  return facts.map(([label, value]) => `*${label}:* ${fitEscaped(value, each, escapeMarkup)}`).join("\n");
}

/** As many lines as fit, each whole and escaped; of the others, their number. */
function escapedLines(lines: readonly string[], characters: number): string {
  const room = Math.max(40, Math.floor((characters - 40) / Math.max(1, lines.length)) - 1);
  return fitLines(
    lines.map((line) => fitEscaped(line, Math.min(300, room), escapeMarkup)),
    characters - 20,
  );
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
  return { type: "context", elements: [{ type: "mrkdwn", text: fitEscaped(text, 1_000, escapeMarkup) }] };
}

/** Verbatim: an address in log text becomes no link. */
function section(text: string): unknown {
  return { type: "section", text: { type: "mrkdwn", text, verbatim: true } };
}

/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
function escapeMarkup(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** An incoming webhook answers `ok`; everything else is the reason why not. */
function webhookRefusal(body: string): { retry: boolean; reason: string } | undefined {
  const text = body.trim();
  if (text === "" || text === "ok" || text === "1") return undefined;
  if (text.startsWith("{")) return refusal(text);
  return { retry: /timeout|unavailable|rate/i.test(text), reason: `it answered "${cut(text, 100)}"` };
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
