import { post } from "../../shared/post.ts";
import { resolveReference } from "../../shared/secret.ts";
import type { Notification } from "../alert.ts";
import type { TeamsConfiguration } from "../configuration.ts";
import { alertText, cut, fitLines } from "../text.ts";
import type { Destination } from "./destination.ts";

/** Bytes that a Teams webhook takes, with room for the frame. https://learn.microsoft.com/microsoftteams/limits-specifications-teams */
const CARD_BYTES = 25_000;

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
      });
      return undefined;
    },
  };
}

/** The message with one Adaptive Card. */
export function teamsMessage(notifications: readonly Notification[]): unknown {
  for (const lineCharacters of [4_000, 1_000, 0]) {
    for (let count = notifications.length; count > 0; count = Math.floor(count / 2)) {
      const message = card(notifications.slice(0, count), notifications.length - count, lineCharacters);
      if (Buffer.byteLength(JSON.stringify(message)) <= CARD_BYTES) return message;
      if (lineCharacters > 0) break;
    }
  }
  return card(notifications.slice(0, 1), notifications.length - 1, 0, 500);
}

function card(
  notifications: readonly Notification[],
  left: number,
  lineCharacters: number,
  factCharacters = 1_000,
): unknown {
  const body: unknown[] = [];
  const actions: unknown[] = [];
  for (const notification of notifications) {
    const text = alertText(notification);
    const color = { ALARM: "Attention", OK: "Good" }[notification.alert.state] ?? "Default";
    body.push({
      type: "TextBlock",
      text: cut(text.title, 250),
      weight: "Bolder",
      size: "Medium",
      wrap: true,
      color,
    });
    body.push({
      type: "FactSet",
      facts: text.facts.map(([title, value]) => ({ title, value: cut(value, factCharacters) })),
    });
    if (text.reason !== "")
      body.push({ type: "TextBlock", text: cut(text.reason, factCharacters), wrap: true });
    const lines = lineCharacters === 0 ? "" : fitLines(text.lines, lineCharacters);
    if (lines !== "")
      body.push({
        type: "TextBlock",
        text: lines.replaceAll("\n", "\n\n"),
        wrap: true,
        fontType: "Monospace",
      });
    else if (text.linesNote !== undefined)
      body.push({ type: "TextBlock", text: text.linesNote, wrap: true, isSubtle: true });
    for (const [title, url] of text.links) actions.push({ type: "Action.OpenUrl", title, url });
  }
  if (left > 0)
    body.push({ type: "TextBlock", text: `… and ${left} more alerts`, wrap: true, isSubtle: true });
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
          actions: actions.slice(0, 6),
        },
      },
    ],
  };
}
