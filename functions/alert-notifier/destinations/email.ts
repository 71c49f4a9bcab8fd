import { htmlText } from "cumulog/analysis";
import { abortAt } from "../../shared/deadline.ts";
import { isResolved, type Notification } from "../alert.ts";
import type { EmailConfiguration } from "../configuration.ts";
import { type AlertText, alertText, cut } from "../text.ts";
import type { Destination } from "./destination.ts";

/** https://www.rfc-editor.org/rfc/rfc5322#section-2.1.1 */
const SUBJECT_CHARACTERS = 200;
const MOST_IN_SUBJECT = 3;
const PICTURE = "metric";

/** E-mail by Amazon SES, as HTML and as text, with a chart of the metric. */
export function email(configuration: EmailConfiguration): Destination {
  return {
    name: configuration.name,
    groups: true,
    limited: true,
    async send({ notifications, deadline, picture, note }) {
      const { SESv2Client, SendEmailCommand } = await import("../../shared/clients/sesv2.ts");
      const pictures = configuration.chart ? await picturesOf(notifications, picture, note) : [];
      const { region, from, to } = configuration;
      await new SESv2Client({ maxAttempts: 5, ...(region !== undefined && { region }) }).send(
        new SendEmailCommand({
          FromEmailAddress: from,
          Destination: { ToAddresses: [...to] },
          Content: {
            Simple: {
              Subject: { Data: subjectOf(notifications), Charset: "UTF-8" },
              Body: {
                Text: { Data: emailText(notifications), Charset: "UTF-8" },
                Html: {
                  Data: emailHtml(
                    notifications,
                    pictures.map(({ index }) => index),
                  ),
                  Charset: "UTF-8",
                },
              },
              ...(pictures.length > 0 && {
                Attachments: pictures.map(({ index, png }) => ({
                  RawContent: png,
                  FileName: `${PICTURE}-${index}.png`,
                  ContentType: "image/png",
                  ContentDisposition: "INLINE" as const,
                  ContentId: `${PICTURE}-${index}`,
                  ContentTransferEncoding: "BASE64" as const,
                })),
              }),
            },
          },
        }),
        { abortSignal: abortAt(deadline) },
      );
      return undefined;
    },
  };
}

/** A chart that cannot be drawn keeps no mail from its readers. */
async function picturesOf(
  notifications: readonly Notification[],
  picture: (notification: Notification) => Promise<Uint8Array | undefined>,
  note: (problem: string) => void,
): Promise<readonly { readonly index: number; readonly png: Uint8Array }[]> {
  const drawn = await Promise.all(
    notifications.map(async (notification, index) => {
      try {
        const png = await picture(notification);
        return png === undefined ? [] : [{ index, png }];
      } catch (error) {
        note(`the chart of ${notification.alert.name} was not drawn (${(error as Error).name})`);
        return [];
      }
    }),
  );
  return drawn.flat();
}

/** States and names, in one line whatever they are made of. */
export function subjectOf(notifications: readonly Notification[]): string {
  const titles = notifications.map(({ alert }) =>
    alert.kind === "message" ? alert.name : `${alert.state}: ${alert.name}`,
  );
  const more = titles.length - MOST_IN_SUBJECT;
  const text = titles.slice(0, MOST_IN_SUBJECT).join(", ") + (more > 0 ? ` and ${more} more` : "");
  return cut(text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " "), SUBJECT_CHARACTERS);
}

/** The mail for readers without HTML. */
export function emailText(notifications: readonly Notification[]): string {
  return notifications.map((notification) => textOf(alertText(notification))).join("\n\n———\n\n");
}

function textOf({ title, reason, summary, causes, lines, linesNote, facts, links }: AlertText): string {
  const named = (pairs: AlertText["facts"]) => pairs.map(([label, value]) => `${label}: ${value}`).join("\n");
  const parts = [
    title,
    reason,
    named(summary),
    causes.map((cause) => `• ${cause}`).join("\n"),
    lines.length > 0
      ? lines.map((line) => `  ${line.replaceAll("\n", "\n  ")}`).join("\n")
      : (linesNote ?? ""),
    named(facts),
    named(links),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

const COLORS = { ALARM: "#b3261e", OK: "#12703f" } as Readonly<Record<string, string>>;
const FONT = "font-family:system-ui,-apple-system,'Segoe UI',sans-serif";

/** The mail as HTML: no outside resource, no script, styles on the elements as mail programs want them. */
export function emailHtml(notifications: readonly Notification[], pictures: readonly number[]): string {
  const articles = notifications.map((notification, index) =>
    articleOf(notification, pictures.includes(index) ? index : undefined),
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${htmlText(subjectOf(notifications))}</title></head><body style="margin:0;padding:16px;${FONT};font-size:15px;line-height:1.45">${articles.join("")}</body></html>`;
}

function articleOf(notification: Notification, picture: number | undefined): string {
  const { alert } = notification;
  const text = alertText(notification);
  const color = COLORS[alert.state] ?? "#566071";
  const causes = text.causes.map((cause) => `<li style="margin:2px 0">${htmlText(cause)}</li>`).join("");
  const lines = text.lines.map(htmlText).join("\n");
  const parts = [
    `<h1 style="margin:0 0 8px;font-size:19px;color:${color}">${htmlText(text.title)}</h1>`,
    text.reason === "" ? "" : `<p style="margin:0 0 10px">${htmlText(text.reason)}</p>`,
    tableOf(text.summary),
    causes === "" ? "" : `<ul style="margin:10px 0;padding-left:20px">${causes}</ul>`,
    picture === undefined
      ? ""
      : `<img src="cid:${PICTURE}-${picture}" width="700" alt="Chart of what the alarm looks at" style="max-width:100%;height:auto;margin:10px 0">`,
    lines === ""
      ? text.linesNote === undefined
        ? ""
        : `<p style="margin:10px 0">${htmlText(text.linesNote)}</p>`
      : `<pre style="margin:10px 0;padding:10px;border:1px solid #8884;border-radius:6px;font-size:12px;white-space:pre-wrap;overflow-wrap:anywhere">${lines}</pre>`,
    linksOf(text.links),
    tableOf(text.facts),
  ];
  return `<div style="max-width:720px;margin:0 auto 24px;padding-left:14px;border-left:4px solid ${color}"${isResolved(alert) ? "" : ' role="alert"'}>${parts.join("")}</div>`;
}

const tableOf = (facts: AlertText["facts"]): string =>
  facts.length === 0
    ? ""
    : `<table style="border-collapse:collapse;font-size:14px">${facts.map(([label, value]) => `<tr><td style="padding:2px 14px 2px 0;color:#566071;vertical-align:top">${htmlText(label)}</td><td style="padding:2px 0;overflow-wrap:anywhere;white-space:pre-line">${htmlText(value)}</td></tr>`).join("")}</table>`;

/** An address that is none of the web leads nowhere. */
const linksOf = (links: AlertText["links"]): string => {
  const shown = links.filter(([, url]) => /^https?:\/\//.test(url));
  return shown.length === 0
    ? ""
    : `<p style="margin:10px 0">${shown.map(([label, url]) => `<a href="${htmlText(url)}">${htmlText(label)}</a>`).join(" · ")}</p>`;
};
