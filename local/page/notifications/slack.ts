import { type NotificationPart, type ReadableNotification, toneOfText } from "./readable.ts";
import { type Json, object, objects, text } from "./reading.ts";

/** A message of Slack: `chat.postMessage` or an incoming webhook, with blocks or only text. */
export function readSlack(message: Json): ReadableNotification | undefined {
  const blocks = objects(message["blocks"]);
  const attachments = objects(message["attachments"]);
  const summary = text(message["text"]);
  if (blocks.length === 0 && (summary === undefined || attachments.some((one) => "contentType" in one)))
    return undefined;
  const [first] = blocks.filter(({ type }) => type === "header");
  const title = text(object(first?.["text"])?.["text"]) ?? summary?.split("\n")[0] ?? "Message";
  const parts =
    blocks.length > 0 ? blocks.filter((block) => block !== first).flatMap(partsOf) : textParts(summary!);
  const channel = text(message["channel"]);
  return {
    channel: channel === undefined ? "Slack" : `Slack ${channel}`,
    title: unescaped(title),
    tone: toneOfText(summary ?? title),
    parts,
  };
}

function partsOf(block: Json): NotificationPart[] {
  const words = text(object(block["text"])?.["text"]);
  if (block["type"] === "header")
    return words === undefined ? [] : [{ kind: "heading", text: unescaped(words) }];
  if (block["type"] === "context") {
    const notes = objects(block["elements"]).flatMap((element) => text(element["text"]) ?? []);
    return notes.map((note) => ({ kind: "note", text: unescaped(note) }));
  }
  if (block["type"] === "actions")
    return [
      {
        kind: "links",
        links: objects(block["elements"]).flatMap((button) => {
          const address = text(button["url"]);
          return address === undefined
            ? []
            : [[text(object(button["text"])?.["text"]) ?? address, address] as const];
        }),
      },
    ];
  const fields = objects(block["fields"]).flatMap((field) => text(field["text"]) ?? []);
  return [...(words === undefined ? [] : textParts(words)), ...fields.flatMap(textParts)];
}

const FACT = /^\*(?<label>[^*\n]+?):\*\s*(?<value>.+)$/;
const LINK = /<(?<address>https?:[^|>]+)\|(?<label>[^>]+)>/g;

/** Slack's markup: `*label:* value` lines, fenced code, `<address|label>` links. */
function textParts(markup: string): NotificationPart[] {
  return markup.split(/```\n?/).flatMap((piece, index) => {
    if (index % 2 === 1) return [{ kind: "code" as const, text: unescaped(piece.replace(/\n$/, "")) }];
    const lines = piece.split("\n").filter((line) => line.trim() !== "");
    const parts: NotificationPart[] = [];
    for (const line of lines) parts.push(...lineParts(line, parts));
    return parts;
  });
}

function lineParts(line: string, before: NotificationPart[]): NotificationPart[] {
  const fact = FACT.exec(line)?.groups;
  if (fact) {
    const pair = [unescaped(fact["label"]!), unescaped(fact["value"]!)] as const;
    const last = before.at(-1);
    if (last?.kind !== "facts") return [{ kind: "facts", facts: [pair] }];
    before[before.length - 1] = { kind: "facts", facts: [...last.facts, pair] };
    return [];
  }
  const links = [...line.matchAll(LINK)].map(
    ({ groups }) => [unescaped(groups!["label"]!), unescaped(groups!["address"]!)] as const,
  );
  const rest = line.replaceAll(LINK, "").replaceAll(/[·|\s]+/g, "");
  if (links.length > 0 && rest === "") return [{ kind: "links", links }];
  const words = line.replaceAll(LINK, (_, __, label: string) => label).replaceAll(/\*([^*]+)\*/g, "$1");
  return [
    { kind: "text", text: unescaped(words) },
    ...(links.length > 0 ? [{ kind: "links" as const, links }] : []),
  ];
}

function unescaped(markup: string): string {
  return markup.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
