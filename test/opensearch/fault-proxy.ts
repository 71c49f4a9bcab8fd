import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { listenOnLoopback, stopServer } from "../functions/loopback-server.ts";
import { bulkOperations, readBody } from "./bulk-body.ts";
import { answerFault, answerStored, type BulkFault, REJECTED_ITEM } from "./fault-script.ts";

/** Stands in front of a real server and makes its `_bulk` calls go wrong. */
export class FaultProxy {
  readonly #target: string;
  readonly #nextFault: () => BulkFault | undefined;
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  readonly faults = new Map<string, number>();

  /** @param nextFault of each `_bulk` call */
  constructor(target: string, nextFault: () => BulkFault | undefined) {
    this.#target = target;
    this.#nextFault = nextFault;
  }

  start(): Promise<string> {
    return listenOnLoopback(this.#server);
  }

  stop(): Promise<void> {
    return stopServer(this.#server);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = await readBody(request);
      const isBulk = request.url!.startsWith("/_bulk");
      const fault = isBulk ? this.#nextFault() : undefined;
      if (fault !== undefined) this.faults.set(fault, (this.faults.get(fault) ?? 0) + 1);
      if (answerFault(fault, request, response)) return;
      if (fault === "items-rejected")
        answerStored(fault, request, response, await this.#storeHalf(request, body));
      else {
        const answer = await this.#forward(request, body);
        const text = await answer.text();
        if (answer.status === 200 && isBulk) answerStored(fault, request, response, text);
        else response.writeHead(answer.status, { "content-type": "application/json" }).end(text);
      }
    } catch {
      // The server is away.
      request.socket.destroy();
    }
  }

  /** Every other operation never reaches the server; its place in the answer says that there was no room. */
  async #storeHalf(request: IncomingMessage, body: Buffer): Promise<string> {
    const operations = bulkOperations(body.toString("utf8"));
    const passed = operations.filter((_, index) => index % 2 === 1);
    const stored: unknown[] = [];
    if (passed.length > 0) {
      const answer = await this.#forward(request, Buffer.from(passed.map(({ lines }) => lines).join("")));
      stored.push(...((await answer.json()) as { items: unknown[] }).items);
    }
    const items = operations.map((_, index) => (index % 2 === 1 ? stored[index >> 1] : REJECTED_ITEM));
    return JSON.stringify({ errors: true, items });
  }

  #forward(request: IncomingMessage, body: Buffer): Promise<Response> {
    const { method = "GET", url } = request;
    return fetch(this.#target + url, {
      method,
      ...(body.length > 0 && {
        body,
        headers: { "content-type": request.headers["content-type"] ?? "application/json" },
      }),
    });
  }
}
