import { once } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Cloud } from "#kernel/cloud.ts";
import { createServer } from "#kernel/node-http.ts";
import { openCustomResourceResponses } from "#template/custom-resources/responses.ts";
import { openSignals } from "#template/wait-conditions/signals.ts";
import { isOwnHost, SIGNAL_HOST } from "./response-host.ts";

/** Longest body kept of a caught request. */
const LONGEST_BODY = 1_048_576;

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const json = (status: number, body: object): Answer => ({
  status,
  type: "application/json",
  body: JSON.stringify(body),
});

/** What receivers of messages answer when they took one; everybody else gets an empty object. */
const ANSWERS: readonly (readonly [host: RegExp, answer: (timestamp: number, count: number) => Answer])[] = [
  // https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
  [/^hooks\.slack\.com$/, () => ({ status: 200, type: "text/html", body: "ok" })],
  // https://docs.slack.dev/reference/methods/chat.postMessage
  [
    /(^|\.)slack\.com$/,
    (timestamp, count) =>
      json(200, { ok: true, ts: `${Math.floor(timestamp / 1_000)}.${String(count).padStart(6, "0")}` }),
  ],
  // https://developer.pagerduty.com/docs/send-alert-event
  [/(^|\.)pagerduty\.com$/, () => json(202, { status: "success", message: "Event processed" })],
  [/\.webhook\.office\.com$/, () => ({ status: 200, type: "text/plain", body: "1" })],
  [/\.(logic\.azure|api\.powerplatform)\.com$/, () => json(202, {})],
];

/**
 * The end of all connections that functions open to other machines: requests are shown in the inbox, with the path but
 * without the query, which may hold a secret, and answered as their receiver would.
 */
export class OutgoingRequests {
  readonly #cloud: Cloud;
  readonly #servers: readonly Server[];
  #count = 0;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#servers = (["http", "https"] as const).map((scheme) => {
      const server = createServer((request, response) => void this.#take(scheme, request, response));
      // A proxy's client asks for a tunnel, through which nothing could be seen.
      server.on("connect", (request, socket) => {
        this.#show(`https://${request.url}`, "CONNECT", "");
        socket.end("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n");
      });
      server.on("clientError", (_error, socket) => {
        this.#show(`${scheme}: a connection`, "that is not HTTP/1.1, refused", "");
        socket.destroy();
      });
      return server;
    });
  }

  /** Resolves with what functions need in their environment. */
  async start(allowed: readonly string[]): Promise<Readonly<Record<string, string>>> {
    for (const server of this.#servers) server.listen(0, "127.0.0.1").unref();
    await Promise.all(this.#servers.map((server) => once(server, "listening")));
    const [plainPort, securePort] = this.#servers.map((server) => (server.address() as AddressInfo).port);
    return { CUMULOG_CATCH: JSON.stringify({ plainPort, securePort, allowed }) };
  }

  async close(): Promise<void> {
    for (const server of this.#servers) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  async #take(scheme: "http" | "https", request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = "";
    try {
      request.setEncoding("utf8");
      for await (const chunk of request) if (body.length < LONGEST_BODY) body += chunk;
    } catch {
      return; // The client has gone.
    }
    const host = request.headers.host ?? "unknown";
    const url = URL.parse(request.url ?? "/", `${scheme}://${host}`);
    if (url && isOwnHost(url.hostname)) {
      const method = request.method ?? "";
      const status = SIGNAL_HOST.test(url.hostname)
        ? this.#cloud.state(openSignals).put(url, method, body)
        : this.#cloud.state(openCustomResourceResponses).take(url, method, body);
      response.writeHead(status, { "content-length": 0 }).end();
      return;
    }
    const answer = this.#answer(url?.hostname ?? host);
    this.#show(url ? `${url.origin}${url.pathname}` : host, request.method ?? "GET", body);
    response.writeHead(answer.status, { "content-type": answer.type, "x-cumulog-caught": "true" });
    response.end(request.method === "HEAD" ? undefined : answer.body);
  }

  #answer(host: string): Answer {
    const found = ANSWERS.find(([pattern]) => pattern.test(host));
    return found?.[1](this.#cloud.clock.now(), this.#count + 1) ?? json(200, {});
  }

  #show(address: string, method: string, body: string): void {
    this.#count += 1;
    this.#cloud.events.emit("notification", {
      id: `outgoing-${String(this.#count).padStart(6, "0")}`,
      timestamp: this.#cloud.clock.now(),
      protocol: "webhook",
      to: method === "POST" ? address : `${method} ${address}`,
      subject: undefined,
      body,
      from: "a function; it has not left this machine",
    });
  }
}
