import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** One alert of a post, as the notifier's webhook destination writes it. */
export interface ReceivedAlert {
  readonly alarm: string;
  readonly state: string;
  readonly title: string;
  readonly reason: string;
  readonly changedAt: string;
  readonly description: string | null;
  readonly causes: readonly {
    readonly count: number;
    readonly text: string;
    readonly details: readonly string[];
  }[];
  readonly lines: readonly { readonly message: string }[];
  readonly links: Readonly<Record<string, string>>;
  /** Whether the post had the right signature. */
  readonly signed: boolean;
}

/** What an alert says of the lines behind it: how many, grouped by cause; the first of them when they have none. */
export function causeLines({ causes, lines }: ReceivedAlert): string[] {
  if (causes.length === 0)
    return lines.slice(0, 2).map(({ message }) => `│ ${message.trimEnd().slice(0, 140)}`);
  return causes.map(({ count, text, details }) => `${count} × ${[text, ...details].join(", ")}`);
}

/** Stands for the team's own endpoint: takes signed alert posts on loopback and keeps them. */
export class WebhookReceiver {
  readonly alerts: ReceivedAlert[] = [];
  readonly secret = "a secret that only the notifier and this endpoint know";
  /** Takes a copy of every post, for the page's inbox. */
  copyTo: string | undefined;
  readonly #server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      this.#keep(body, request.headers);
      this.#copy(body);
      response.writeHead(204).end();
    });
  });

  /** Resolves with the address to post to. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/alerts`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** The copy is only to look at: a page that is gone changes nothing. */
  #copy(body: string): void {
    if (this.copyTo === undefined) return;
    fetch(this.copyTo, { method: "POST", headers: { "content-type": "application/json" }, body }).catch(
      () => {},
    );
  }

  #keep(body: string, headers: NodeJS.Dict<string | string[]>): void {
    const signed = this.#isSigned(body, headers);
    const { alerts } = JSON.parse(body) as { alerts: Omit<ReceivedAlert, "signed">[] };
    this.alerts.push(...alerts.map((alert) => ({ ...alert, signed })));
  }

  #isSigned(body: string, headers: NodeJS.Dict<string | string[]>): boolean {
    const given = Buffer.from(String(headers["x-cumulog-signature"]).replace(/^v1=/, ""), "hex");
    const signed = `${headers["x-cumulog-timestamp"]}.${body}`;
    const expected = createHmac("sha256", this.secret).update(signed).digest();
    return given.length === expected.length && timingSafeEqual(given, expected);
  }
}
