import { randomUUID } from "node:crypto";
import { incidentPayload, isNotified } from "cumulog/semantics";
import type { Cloud } from "#kernel/cloud.ts";
import { isLoopback, postText } from "#kernel/http-post.ts";
import type { KeptChannel } from "../configuration/kinds.ts";
import { factsOf, type Incident } from "./incident.ts";

/** The label that says where a channel of a type leads. */
const ADDRESSES: Readonly<Record<string, string>> = {
  campfire: "room",
  email: "email_address",
  google_chat: "space",
  hipchat: "room",
  pagerduty: "service_key",
  pubsub: "topic",
  slack: "channel_name",
  sms: "number",
  webhook_basicauth: "url",
  webhook_tokenauth: "url",
};

/**
 * Tells a channel of an incident: webhooks on this machine get it posted, everything else goes to the inbox.
 *
 * @see https://cloud.google.com/monitoring/support/notification-options
 */
export async function notifyChannel(cloud: Cloud, channel: KeptChannel, incident: Incident): Promise<void> {
  if (!isNotified(channel)) return;
  const { type = "", labels = {} } = channel;
  const address = labels[ADDRESSES[type] ?? ""] ?? "";
  const isWebhook = type === "webhook_tokenauth" || type === "webhook_basicauth";
  const payload = JSON.stringify(incidentPayload(factsOf(incident)));
  if (isWebhook && isLoopback(address)) {
    await postText({ url: address, body: payload, headers: webhookHeaders(channel) });
    return;
  }
  cloud.events.emit("notification", {
    id: randomUUID(),
    timestamp: cloud.clock.now(),
    protocol: isWebhook ? "webhook" : type,
    to: isWebhook ? withoutQuery(address) : masked(type, address),
    subject: type === "email" ? subjectOf(incident) : undefined,
    body: isWebhook || type === "pubsub" ? payload : textOf(incident),
    from: incident.policyName,
  });
}

function webhookHeaders({ type, labels = {} }: KeptChannel): Record<string, string> {
  const headers = { "content-type": "application/json", "user-agent": "Google-Alerts" };
  if (type !== "webhook_basicauth") return headers;
  const credentials = Buffer.from(`${labels["username"]}:${labels["password"]}`).toString("base64");
  return { ...headers, authorization: `Basic ${credentials}` };
}

/** Tokens stand in the query, and nobody is to read them in the inbox. */
function withoutQuery(address: string): string {
  const url = URL.parse(address);
  return url ? url.origin + url.pathname : address;
}

function masked(type: string, address: string): string {
  return type === "pagerduty" ? "*".repeat(Math.max(0, address.length - 4)) + address.slice(-4) : address;
}

function subjectOf(incident: Incident): string {
  const { policy } = incident;
  const documentation = documentationOf(incident);
  if (documentation?.subject) return documentation.subject;
  const state = incident.closedAt === undefined ? "ALERT" : "RESOLVED";
  const severity =
    policy.severity && policy.severity !== "SEVERITY_UNSPECIFIED" ? ` - ${policy.severity}` : "";
  return `[${state}${severity}] ${policy.displayName ?? incident.policyName}`;
}

function textOf(incident: Incident): string {
  const { policy, condition, summary, closedAt } = incident;
  const links = documentationOf(incident)?.links ?? [];
  return [
    closedAt === undefined ? "Incident opened" : "Incident closed",
    summary,
    `Policy: ${policy.displayName ?? ""}`,
    `Condition: ${policy.conditions![condition]!.displayName ?? ""}`,
    documentationOf(incident)?.content ?? "",
    ...links.map(({ displayName, url }) => `${displayName ?? ""}: ${url ?? ""}`),
  ]
    .filter(Boolean)
    .join("\n");
}

interface SentDocumentation {
  readonly content?: string;
  readonly subject?: string;
  readonly links?: readonly { readonly displayName?: string; readonly url?: string }[];
}

/** With its variables expanded. */
function documentationOf(incident: Incident): SentDocumentation | undefined {
  return incidentPayload(factsOf(incident)).incident["documentation"] as SentDocumentation | undefined;
}
