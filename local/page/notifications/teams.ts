import { type NotificationPart, type ReadableNotification, toneOfText } from "./readable.ts";
import { type Json, objects, text } from "./reading.ts";

const CARD = "application/vnd.microsoft.card.adaptive";

/** A message of Microsoft Teams with Adaptive Cards. */
export function readTeams(message: Json): ReadableNotification | undefined {
  const cards = objects(message["attachments"])
    .filter(({ contentType }) => contentType === CARD)
    .flatMap(({ content }) => objects([content]));
  if (cards.length === 0) return undefined;
  const parts = cards.flatMap((card) => [
    ...objects(card["body"]).flatMap(elementParts),
    ...linkParts(objects(card["actions"])),
  ]);
  const at = parts.findIndex(({ kind }) => kind === "heading" || kind === "text");
  const first = parts[at];
  const title = first && "text" in first ? first.text : "Message";
  return {
    channel: "Microsoft Teams",
    title,
    tone: toneOfText(title),
    parts: parts.filter((_, index) => index !== at),
  };
}

function elementParts(element: Json): NotificationPart[] {
  switch (element["type"]) {
    case "TextBlock": {
      const source = text(element["text"]);
      if (source === undefined) return [];
      const words = unescaped(source);
      if (element["fontType"] === "Monospace")
        return [{ kind: "code", text: words.replaceAll("\n\n", "\n") }];
      const bold = element["weight"] === "Bolder";
      return [{ kind: bold ? "heading" : element["isSubtle"] === true ? "note" : "text", text: words }];
    }
    case "FactSet": {
      const facts = objects(element["facts"]).map(
        ({ title, value }) => [String(title ?? ""), unescaped(String(value ?? ""))] as const,
      );
      return [{ kind: "facts", facts }];
    }
    case "ActionSet":
      return linkParts(objects(element["actions"]));
    default:
      return objects(element["items"] ?? element["columns"]).flatMap(elementParts);
  }
}

/** Teams shows a character that stands behind a backslash as it is. */
function unescaped(markdown: string): string {
  return markdown.replaceAll(/\\([!-/:-@[-`{-~])/g, "$1").replaceAll("\r", "\n");
}

function linkParts(actions: readonly Json[]): NotificationPart[] {
  const links = actions.flatMap(({ title, url }) => {
    const address = text(url);
    return address === undefined ? [] : [[text(title) ?? address, address] as const];
  });
  return links.length === 0 ? [] : [{ kind: "links", links }];
}
