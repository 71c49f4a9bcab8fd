import { post } from "../../shared/post.ts";
import { resolveReference } from "../../shared/secret.ts";
import type { Notification } from "../alert.ts";
import type { TeamsConfiguration } from "../configuration.ts";
import { type AlertText, alertText, cut, fitEscaped, fitLines } from "../text.ts";
import type { Destination } from "./destination.ts";

/**
 * Bytes of a message. Teams documents about 28 KB and has refused cards of 24,453 bytes, so this keeps a margin.
 * https://learn.microsoft.com/microsoftteams/limits-specifications-teams
 */
const CARD_BYTES = 20_000;
const MAX_ACTIONS = 6;

/** Microsoft Teams: an Adaptive Card to the address of a workflow. Such an address has no threads. */
export function teams(configuration: TeamsConfiguration): Destination {
  return {
    name: configuration.name,
    groups: true,
    limited: true,
    async send({ notifications, deadline }) {
      const url = await resolveReference(configuration.webhookUrl);
      await post({
        url,
        body: JSON.stringify(teamsMessage(notifications)),
        label: `Teams (${configuration.name})`,
        deadline,
        inspect: refusal,
      });
      return undefined;
    },
  };
}

/**
 * Teams answers 200 also when it did not take a message, and says so in the body.
 * https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
 */
function refusal(body: string): { retry: boolean; reason: string } | undefined {
  const text = body.trim();
  if (!/\b(?:error|errors|failed|failure|exception|throttl\w*|too many)\b/i.test(text)) return undefined;
  return {
    retry: /\b(?:429|5\d\d)\b|throttl|too many|timeout/i.test(text),
    reason: `it answered "${cut(text, 150)}"`,
  };
}

/** The message with one Adaptive Card: all alerts in full, or less of each, or the others by name. */
export function teamsMessage(notifications: readonly Notification[]): unknown {
  const texts = notifications.map((notification) => ({ notification, text: alertText(notification) }));
  for (const characters of [1_000, 400, 150])
    for (const lines of [4_000, 1_000, 0]) {
      const message = card(texts, texts.length, characters, lines);
      if (sizeOf(message) <= CARD_BYTES) return message;
    }
  for (let full = Math.floor(texts.length / 2); full > 0; full = Math.floor(full / 2)) {
    const message = card(texts, full, 300, 0);
    if (sizeOf(message) <= CARD_BYTES) return message;
  }
  return card(texts, 0, 100, 0);
}

const sizeOf = (message: unknown): number => Buffer.byteLength(JSON.stringify(message));

interface Described {
  readonly notification: Notification;
  readonly text: AlertText;
}

function card(
  described: readonly Described[],
  full: number,
  characters: number,
  lineCharacters: number,
): unknown {
  const body = described.slice(0, full).flatMap((one) => elementsOf(one, characters, lineCharacters));
  const named = described.slice(full).map(({ text }) => text.title);
  if (named.length > 0) {
    const each = Math.max(20, Math.min(200, Math.floor(9_000 / named.length)));
    body.push(textBlock(named.map((name) => fitEscaped(name, each, escapeMarkdown)).join("\n\n"), {}));
  }
  const actions = described
    .slice(0, full)
    .flatMap(({ text }) => text.links.map(([title, url]) => ({ type: "Action.OpenUrl", title, url })));
  return {
    type: "message",
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        contentUrl: null,
        content: {
          $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
          type: "AdaptiveCard",
          version: "1.4",
          body,
          actions: actions.slice(0, MAX_ACTIONS),
        },
      },
    ],
  };
}

/** What, why, since when and how many; the causes; lines; where. */
function elementsOf(
  { notification, text }: Described,
  characters: number,
  lineCharacters: number,
): unknown[] {
  const color = { ALARM: "Attention", OK: "Good" }[notification.alert.state] ?? "Default";
  const escaped = (value: string) => fitEscaped(value, characters, escapeMarkdown);
  const factSet = (facts: AlertText["facts"]) => ({
    type: "FactSet",
    facts: facts.map(([title, value]) => ({ title, value: escaped(value) })),
  });
  const elements: unknown[] = [
    textBlock(fitEscaped(text.title, 250, escapeMarkdown), { weight: "Bolder", size: "Medium", color }),
  ];
  if (text.reason !== "") elements.push(textBlock(escaped(text.reason), {}));
  elements.push(factSet(text.summary));
  if (text.causes.length > 0)
    elements.push(textBlock(text.causes.map((cause) => `- ${escaped(cause)}`).join("\r"), {}));
  const lines = lineCharacters === 0 ? "" : fitLines(text.lines.map(escapedLine), lineCharacters);
  if (lines !== "") elements.push(textBlock(lines.replaceAll("\n", "\n\n"), { fontType: "Monospace" }));
  else if (text.linesNote !== undefined && text.lines.length === 0)
    elements.push(textBlock(escaped(text.linesNote), { isSubtle: true }));
  if (text.facts.length > 0) elements.push(factSet(text.facts));
  return elements;
}

const escapedLine = (line: string): string => fitEscaped(line, 1_000, escapeMarkdown);

function textBlock(text: string, style: Readonly<Record<string, unknown>>): unknown {
  return { type: "TextBlock", text, wrap: true, ...style };
}

/**
 * Text blocks and facts are Markdown: what log text has of it is shown as it is, and an address in it is no link.
 * https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features
 */
function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/[\\`*_[\]()<>#~|!]/g, "\\$&")
    .replaceAll(/\b(https?|ftp|mailto):/gi, "$1\u200b:")
    .replaceAll(/^(\s*)([-+]|\d+\.)(?=\s)/gm, "$1\\$2");
}
