import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type EntryStore, Refusal, type WriteRequest } from "./entry-store.ts";

const ENTRY_MEMBERS = new Set(
  "logName resource timestamp severity insertId httpRequest labels operation trace spanId traceSampled sourceLocation jsonPayload textPayload".split(
    " ",
  ),
);
const HTTP_STATUS: Readonly<Record<number, readonly [number, string]>> = {
  3: [400, "INVALID_ARGUMENT"],
  4: [504, "DEADLINE_EXCEEDED"],
  7: [403, "PERMISSION_DENIED"],
  8: [429, "RESOURCE_EXHAUSTED"],
  14: [503, "UNAVAILABLE"],
};

/** `POST /v2/entries:write` as the API answers it; unknown members are refused, as by the API. */
export async function startRestServer(store: EntryStore) {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      const write = () => store.write(parsed(body), body.length);
      switch (store.next()) {
        case "exhausted":
          return fail(response, 8, "Quota exceeded");
        case "unavailable":
          return fail(response, 14, "try again");
        case "deadline":
          return fail(response, 4, "too slow");
        case "denied":
          return fail(response, 7, "no permission");
        case "hang":
          response.writeHead(200, { "content-type": "application/json" }).write("{");
          return;
        case "cut-before":
          request.socket.destroy();
          return;
        case "store-then-cut":
          write();
          response.writeHead(200, { "content-type": "application/json", "content-length": "2" }).write("{");
          setImmediate(() => request.socket.destroy());
          return;
        case "store-then-unavailable":
          write();
          return fail(response, 14, "stored, and yet");
      }
      try {
        write();
        response.writeHead(200, { "content-type": "application/json" }).end("{}");
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        fail(response, error.code, error.message, error.entries);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    port: (server.address() as AddressInfo).port,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function parsed(body: Buffer): WriteRequest {
  const request = JSON.parse(body.toString("utf8")) as WriteRequest;
  for (const entry of request.entries)
    for (const member of Object.keys(entry))
      if (!ENTRY_MEMBERS.has(member)) throw new Refusal(3, `Unknown name "${member}" at 'entries'`);
  return request;
}

function fail(
  response: ServerResponse,
  code: number,
  message: string,
  entries?: ReadonlyMap<number, number>,
): void {
  const [status, name] = HTTP_STATUS[code]!;
  const logEntryErrors =
    entries && Object.fromEntries([...entries].map(([index, given]) => [index, { code: given }]));
  const type = "type.googleapis.com/google.logging.v2.WriteLogEntriesPartialErrors";
  const details = logEntryErrors && [{ "@type": type, logEntryErrors }];
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ error: { code: status, status: name, message, details } }));
}
