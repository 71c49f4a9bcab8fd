import { createHmac } from "node:crypto";
import { post } from "../../shared/post.ts";
import { resolveReference } from "../../shared/secret.ts";
import { type Notification, severityOf } from "../alert.ts";
import type { WebhookConfiguration } from "../configuration.ts";
import { alertText } from "../text.ts";
import type { Destination } from "./destination.ts";

/**
 * Any address: a JSON document, signed. The receiver computes HMAC-SHA256 over `<timestamp>.<body>` with the shared secret,
 * compares it with `x-cumulog-signature` (`v1=<hex>`), refuses old timestamps, and ignores an `x-cumulog-delivery` it has seen.
 */
export function webhook(configuration: WebhookConfiguration): Destination {
  return {
    name: configuration.name,
    groups: true,
    limited: true,
    async send({ notifications, deadline }) {
      const [url, secret] = await Promise.all([
        resolveReference(configuration.url),
        resolveReference(configuration.signingSecret),
      ]);
      const body = JSON.stringify({ version: 1, alerts: notifications.map(webhookAlert) });
      const timestamp = String(Math.floor(Date.now() / 1000));
      await post({
        url,
        body,
        headers: {
          "x-cumulog-timestamp": timestamp,
          "x-cumulog-signature": sign(secret, timestamp, body),
          "x-cumulog-delivery": notifications.map(({ id }) => id).join(","),
        },
        label: `Webhook (${configuration.name})`,
        deadline,
      });
      return undefined;
    },
  };
}

/** Signature of a body as the header carries it. */
export function sign(secret: string, timestamp: string, body: string): string {
  return `v1=${createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex")}`;
}

function webhookAlert(notification: Notification): unknown {
  const { alert } = notification;
  const text = alertText(notification);
  return {
    id: notification.id,
    kind: alert.kind,
    alarm: alert.name,
    key: alert.key,
    severity: severityOf(alert) ?? null,
    state: alert.state,
    previousState: alert.previousState ?? null,
    reason: alert.reason,
    changedAt: new Date(alert.changedAt).toISOString(),
    account: alert.accountId ?? null,
    region: alert.region ?? null,
    description: alert.description ?? null,
    metrics: alert.metrics,
    expression: alert.expression ?? null,
    causedBy: alert.children,
    causes: notification.causes.map(({ count, text: cause, details, firstSeen, newSince }) => ({
      count,
      text: cause,
      details,
      firstSeen: isoTime(firstSeen),
      newSince: isoTime(newSince),
    })),
    lineCount: notification.lineCount,
    lines: notification.lines,
    linesNote: notification.linesNote ?? null,
    links: Object.fromEntries(text.links.map(([label, url]) => [label, url])),
    suppressed: notification.suppressed,
    title: text.title,
  };
}

const isoTime = (time: number | undefined): string | null =>
  time === undefined ? null : new Date(time).toISOString();
