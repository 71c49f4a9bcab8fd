import type { InboxMessage } from "../model/cloud-types.ts";
import { link } from "../model/hash-route.ts";
import { dateAndTime } from "../model/times.ts";
import { readNotification } from "../notifications/read-notification.ts";
import type { NotificationPart } from "../notifications/readable.ts";
import { CodeText } from "./code-text.tsx";

/** A message as its receiver reads it. */
export function NotificationCard({ message, source = false }: { message: InboxMessage; source?: boolean }) {
  const { channel, title, tone, parts } = readNotification(message);
  return (
    <article class={`notification ${tone}`}>
      <header>
        <span class="channel">{channel}</span>
        <span class="dim" title={message.to}>
          to {message.to}
        </span>
        <a class="dim" href={link("inbox", message.id)}>
          <time dateTime={new Date(message.timestamp).toISOString()}>{dateAndTime(message.timestamp)}</time>
        </a>
      </header>
      <h2>
        <Title text={title} />
      </h2>
      {parts.map((part, index) => (
        <Part key={index} part={part} />
      ))}
      {message.pictures?.map((picture) => (
        <img key={picture} class="picture" src={picture} alt="Chart of what the alarm looks at" />
      ))}
      {source && (
        <details>
          <summary>What was sent</summary>
          <dl class="facts">
            <dt>From</dt>
            <dd>{message.from}</dd>
            <dt>Protocol</dt>
            <dd>{message.protocol}</dd>
          </dl>
          <CodeText text={sourceOf(message.body)} />
        </details>
      )}
    </article>
  );
}

/** Symbols of states are drawn, so that they are seen without a font for them. */
function Title({ text }: { text: string }) {
  const [, symbol, rest] = /^(🔴|✅|⚪|ℹ️)\s*(.*)$/su.exec(text) ?? [];
  if (symbol === undefined) return text;
  return (
    <>
      <span class="symbol" aria-hidden="true">
        {symbol}
      </span>{" "}
      {rest}
    </>
  );
}

function Part({ part }: { part: NotificationPart }) {
  switch (part.kind) {
    case "heading":
      return <h3>{part.text}</h3>;
    case "facts":
      return (
        <dl class="facts">
          {part.facts.map(([label, value]) => [
            <dt key={`${label}-name`}>{label}</dt>,
            <dd key={label}>{value}</dd>,
          ])}
        </dl>
      );
    case "code":
      return <CodeText text={part.text} />;
    case "links":
      return (
        <p class="links">
          {part.links.map(([label, address]) =>
            /^https?:/.test(address) ? (
              <a key={address} href={address} target="_blank" rel="noreferrer">
                {label}
              </a>
            ) : (
              <span key={address}>{label}</span>
            ),
          )}
        </p>
      );
    default:
      return <p class={part.kind === "note" ? "dim" : "words"}>{part.text}</p>;
  }
}

function sourceOf(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2);
  } catch {
    return body;
  }
}
