import { createHash } from "node:crypto";
import { post } from "../../shared/post.ts";
import { resolveReference } from "../../shared/secret.ts";
import { isResolved, type Notification, severityOf } from "../alert.ts";
import type { PagerDutyConfiguration } from "../configuration.ts";
import { alertText, cut } from "../text.ts";
import type { Destination } from "./destination.ts";

/**
 * PagerDuty Events v2. The alarm is the de-duplication key, so that repeated alarms are one incident and OK resolves it.
 * INSUFFICIENT_DATA neither opens nor closes one.
 *
 * @see https://developer.pagerduty.com/docs/events-api-v2-overview
 */
export function pagerDuty(configuration: PagerDutyConfiguration): Destination {
  return {
    name: configuration.name,
    groups: false,
    limited: false,
    async send({ notifications, deadline }) {
      for (const notification of notifications) {
        if (notification.alert.state === "INSUFFICIENT_DATA") continue;
        const routingKey = await resolveReference(configuration.routingKey);
        const url = `${configuration.eventsUrl ?? "https://events.pagerduty.com"}/v2/enqueue`;
        const event = pagerDutyEvent(notification, routingKey, configuration.severity ?? "error");
        await post({
          url,
          body: JSON.stringify(event),
          label: `PagerDuty (${configuration.name})`,
          deadline,
          inspect: refusal,
        });
      }
      return undefined;
    },
  };
}

/** One event of the Events API. @param severity of alarms that name none */
export function pagerDutyEvent(notification: Notification, routingKey: string, severity: string): unknown {
  const { alert } = notification;
  const identity = { routing_key: routingKey, dedup_key: dedupKey(alert.key) };
  if (isResolved(alert)) return { ...identity, event_action: "resolve" };
  const text = alertText(notification);
  return {
    ...identity,
    event_action: "trigger",
    payload: {
      summary: cut(
        [text.title, text.causes[0] ?? text.reason].filter((part) => part !== "").join(": "),
        1_024,
      ),
      source: alert.region === undefined ? alert.name : `${alert.accountId ?? ""}/${alert.region}`,
      severity: severityOf(alert) ?? (alert.kind === "message" ? "info" : severity),
      timestamp: new Date(alert.changedAt).toISOString(),
      component: alert.metrics[0]?.name ?? alert.name,
      group: alert.metrics[0]?.namespace ?? alert.kind,
      class: alert.kind,
      custom_details: {
        reason: text.reason,
        causes: text.causes,
        ...Object.fromEntries([...text.summary, ...text.facts]),
        lines: text.lines.slice(0, 50),
      },
    },
    links: text.links.map(([label, href]) => ({ text: label, href })),
  };
}

/** What was taken says `"status": "success"`. */
function refusal(body: string): { retry: boolean; reason: string } | undefined {
  try {
    const { status, message } = JSON.parse(body) as { status?: string; message?: string };
    if (status === undefined || status === "success") return undefined;
    return { retry: /throttle|limit/i.test(status), reason: `it answered "${message ?? status}"` };
  } catch {
    return body.trim() === "" || /^ok$/i.test(body.trim())
      ? undefined
      : { retry: true, reason: "its answer was not JSON" };
  }
}

/** PagerDuty takes 255 characters. */
function dedupKey(key: string): string {
  return key.length <= 255 ? key : createHash("sha256").update(key).digest("hex");
}
