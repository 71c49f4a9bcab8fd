import type { ReadableNotification } from "./readable.ts";
import { type Json, object, objects, text } from "./reading.ts";

/** What CloudWatch publishes to a topic when an alarm changes, and the events with `detail` or `alarmData`. */
export function readAlarm(message: Json): ReadableNotification | undefined {
  const name = text(message["AlarmName"]);
  const state = text(message["NewStateValue"]);
  if (name !== undefined && state !== undefined) {
    const trigger = object(message["Trigger"]);
    const metric = [text(trigger?.["Namespace"]), text(trigger?.["MetricName"])].filter(Boolean).join(" / ");
    return alarmReading(name, state, text(message["OldStateValue"]), text(message["NewStateReason"]), [
      ["Since", text(message["StateChangeTime"])],
      ["Metric", metric],
      ["Rule", text(message["AlarmRule"])],
      ["Query", text(message["QueryString"])],
      [
        "Contributor",
        Object.entries(object(message["AlarmContributorAttributes"]) ?? {})
          .map(([field, value]) => `${field} = ${String(value)}`)
          .join(", "),
      ],
      ["Region", text(message["Region"])],
      ["Account", text(message["AWSAccountId"])],
      ["Description", text(message["AlarmDescription"])],
    ]);
  }
  const detail = object(message["alarmData"]) ?? object(message["detail"]);
  const current = object(detail?.["state"]);
  const alarmName = text(detail?.["alarmName"]);
  if (alarmName === undefined || current === undefined) return undefined;
  return alarmReading(
    alarmName,
    String(current["value"]),
    text(object(detail?.["previousState"])?.["value"]),
    text(current["reason"]),
    [["Since", text(current["timestamp"])]],
  );
}

function alarmReading(
  name: string,
  state: string,
  previous: string | undefined,
  reason: string | undefined,
  facts: readonly (readonly [string, string | undefined])[],
): ReadableNotification {
  const given = [["State", previous === undefined ? state : `${previous} → ${state}`] as const, ...facts];
  return {
    channel: "Alarm",
    title: `${state}: ${name}`,
    tone: state === "ALARM" ? "alarm" : state === "OK" ? "ok" : "neutral",
    parts: [
      { kind: "facts", facts: given.flatMap(([label, value]) => (value ? [[label, value] as const] : [])) },
      ...(reason === undefined ? [] : [{ kind: "text" as const, text: reason }]),
    ],
  };
}

/** The signed JSON of the notifier's own webhook: `{ version: 1, alerts: [...] }`. */
export function readWebhook(message: Json): ReadableNotification | undefined {
  const alerts = objects(message["alerts"]);
  const [first] = alerts;
  if (message["version"] !== 1 || first === undefined) return undefined;
  const readings = alerts.map((alert) => {
    const lines = objects(alert["lines"]).flatMap((line) => text(line["message"]) ?? []);
    const links = Object.entries(object(alert["links"]) ?? {}).map(
      ([label, url]) => [label, String(url)] as const,
    );
    const reading = alarmReading(
      String(alert["alarm"]),
      String(alert["state"]),
      text(alert["previousState"]),
      text(alert["reason"]),
      [
        ["Since", text(alert["changedAt"])],
        ["Region", text(alert["region"])],
        ["Account", text(alert["account"])],
        ["Description", text(alert["description"])],
      ],
    );
    const note = text(alert["linesNote"]);
    return {
      ...reading,
      title: text(alert["title"]) ?? reading.title,
      parts: [
        ...reading.parts,
        ...(lines.length > 0 ? [{ kind: "code" as const, text: lines.join("\n") }] : []),
        ...(lines.length === 0 && note !== undefined ? [{ kind: "note" as const, text: note }] : []),
        ...(links.length > 0 ? [{ kind: "links" as const, links }] : []),
      ],
    };
  });
  const [head, ...others] = readings;
  const further = others.flatMap(({ title, parts }) => [{ kind: "heading" as const, text: title }, ...parts]);
  return { ...head!, channel: "Webhook", parts: [...head!.parts, ...further] };
}
