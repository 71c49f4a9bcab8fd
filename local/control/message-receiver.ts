import type { Cloud } from "../kernel/cloud.ts";

/**
 * Stands for the services that people read messages in. A notifier that posts to `…/_cumulog/receive/NAME` reaches
 * the inbox, and gets an answer that Slack's `chat.postMessage`, PagerDuty and webhooks all give in some form.
 */
export class MessageReceiver {
  readonly #cloud: Cloud;
  #received = 0;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  /** @param name the path behind `receive/`, shown as the address of the message */
  receive(name: string, body: object): { ok: true; status: "success"; ts: string } {
    const { clock, events } = this.#cloud;
    this.#received += 1;
    const timestamp = clock.now();
    const sequence = String(this.#received).padStart(6, "0");
    events.emit("notification", {
      id: `received-${sequence}`,
      timestamp,
      protocol: "webhook",
      to: decodeURIComponent(name),
      subject: undefined,
      body: JSON.stringify(body),
      from: "a post to the page's address",
    });
    return { ok: true, status: "success", ts: `${Math.floor(timestamp / 1_000)}.${sequence}` };
  }
}
