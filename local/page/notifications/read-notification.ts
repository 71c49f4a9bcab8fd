import { readAlarm, readWebhook } from "./alarm-mail.ts";
import { readPagerDuty } from "./pagerduty.ts";
import { type ReadableNotification, toneOfText } from "./readable.ts";
import { type Json, parseJson, text } from "./reading.ts";
import { readSlack } from "./slack.ts";
import { readTeams } from "./teams.ts";

interface Message {
  readonly protocol: string;
  readonly subject?: string | undefined;
  readonly body: string;
}

const CHANNELS: Readonly<Record<string, string>> = {
  email: "E-mail",
  "email-json": "E-mail (JSON)",
  sms: "SMS",
  http: "Web address",
  https: "Web address",
  webhook: "Webhook",
  sqs: "Queue",
};
const FORMS = [readWebhook, readPagerDuty, readTeams, readSlack, readAlarm];

/** Reads a captured message the way its receiver sees it. */
export function readNotification({ protocol, subject, body }: Message): ReadableNotification {
  const channel = CHANNELS[protocol] ?? protocol;
  const document = parseJson(body);
  const inner = document && envelopeText(document);
  if (inner !== undefined)
    return {
      ...readNotification({ protocol, subject: subject ?? text(document!["Subject"]), body: inner }),
      channel,
    };
  if (document)
    for (const read of FORMS) {
      const reading = read(document);
      if (reading)
        return reading.channel === "Alarm"
          ? { ...reading, channel, title: subject ?? reading.title }
          : reading;
    }
  const title = subject ?? body.split("\n")[0]!.slice(0, 150);
  return {
    channel,
    title,
    tone: toneOfText(title),
    parts: [
      document
        ? { kind: "code", text: JSON.stringify(document, undefined, 2) }
        : { kind: "text", text: body },
    ],
  };
}

/** SNS wraps what it sends to web addresses, queues and `email-json`. */
function envelopeText(document: Json): string | undefined {
  return document["Type"] === "Notification" ? text(document["Message"]) : undefined;
}
