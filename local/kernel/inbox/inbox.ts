import type { Cloud } from "../cloud.ts";
import type { InboxMessage } from "../cloud-events.ts";

const MOST_MESSAGES = 10_000;

/** What the cloud would have sent outside, the oldest first; bounded, the oldest go first. */
export class Inbox {
  #messages: InboxMessage[] = [];

  add(message: InboxMessage): void {
    this.#messages.push(message);
    if (this.#messages.length > MOST_MESSAGES)
      this.#messages.splice(0, this.#messages.length - MOST_MESSAGES);
  }

  list(): readonly InboxMessage[] {
    return [...this.#messages];
  }

  clear(): void {
    this.#messages = [];
  }
}

const inboxes = new WeakMap<Cloud, Inbox>();

/** Collects every `notification` of a cloud; each cloud has one inbox, however often this is called. */
export function registerInbox(cloud: Cloud): Inbox {
  let inbox = inboxes.get(cloud);
  if (!inbox) {
    const created = new Inbox();
    cloud.events.on("notification", (message) => created.add(message));
    inboxes.set(cloud, created);
    inbox = created;
  }
  return inbox;
}
