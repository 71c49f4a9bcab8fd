import type { NotificationPart, ReadableNotification } from "./readable.ts";
import { type Json, list, object, objects, text } from "./reading.ts";

/** An event of PagerDuty's Events API, version 2. */
export function readPagerDuty(event: Json): ReadableNotification | undefined {
  const action = text(event["event_action"]);
  if (action === undefined) return undefined;
  const key = text(event["dedup_key"]) ?? "";
  const payload = object(event["payload"]);
  if (!payload) {
    const verb = action === "resolve" ? "Resolved" : action === "acknowledge" ? "Acknowledged" : action;
    return {
      channel: "PagerDuty",
      title: `${verb}: ${key.split(":alarm:")[1] ?? key}`,
      tone: action === "resolve" ? "ok" : "neutral",
      parts: [{ kind: "facts", facts: [["Incident", key]] }],
    };
  }
  const { lines, reason, ...details } = object(payload["custom_details"]) ?? {};
  const facts = [
    ["Severity", payload["severity"]],
    ["Source", payload["source"]],
    ...Object.entries(details),
    ["Incident", key],
  ]
    .filter(([, value]) => value !== undefined && value !== "")
    .map(
      ([label, value]) => [String(label), typeof value === "string" ? value : JSON.stringify(value)] as const,
    );
  const links = objects(event["links"]).flatMap((link) => {
    const address = text(link["href"]);
    return address === undefined ? [] : [[text(link["text"]) ?? address, address] as const];
  });
  const parts: NotificationPart[] = [{ kind: "facts", facts }];
  if (text(reason)) parts.push({ kind: "text", text: text(reason)! });
  if (list(lines).length > 0) parts.push({ kind: "code", text: list(lines).join("\n") });
  if (links.length > 0) parts.push({ kind: "links", links });
  return { channel: "PagerDuty", title: text(payload["summary"]) ?? "Incident", tone: "alarm", parts };
}
