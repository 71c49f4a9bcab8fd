import type { IncomingMessage, ServerResponse } from "node:http";
import type { Cloud } from "../kernel/cloud.ts";
import type { CloudEvents } from "../kernel/cloud-events.ts";

const TYPES = [
  "log-events",
  "google-entries",
  "alarm-state",
  "notification",
  "invocation",
  "resource",
] as const satisfies (keyof CloudEvents)[];

/** Frames kept for clients that come back after a broken connection. */
const MOST_KEPT_FRAMES = 1_000;
/** A client that reads so slowly that this much waits for it is let go; it may come back. */
const LONGEST_BACKLOG = 8_388_608;

interface Frame {
  readonly id: number;
  readonly type: string;
  readonly text: string;
}

/** Sends what happens in a cloud as server-sent events. */
export function streamEvents(
  cloud: Cloud,
): (request: IncomingMessage, response: ServerResponse, url: URL) => void {
  const clients = new Set<{ readonly types: ReadonlySet<string>; readonly response: ServerResponse }>();
  const kept: Frame[] = [];
  let lastId = 0;
  let listening = false;
  const listen = (): void => {
    if (listening) return;
    listening = true;
    for (const type of TYPES) cloud.events.on(type, (event: unknown) => publish(type, event));
  };
  const publish = (type: string, event: unknown): void => {
    lastId += 1;
    const frame = {
      id: lastId,
      type,
      text: `id: ${lastId}\nevent: ${type}\ndata: ${JSON.stringify(event)}\n\n`,
    };
    kept.push(frame);
    if (kept.length > MOST_KEPT_FRAMES) kept.shift();
    for (const { types, response } of clients) {
      if (!types.has(type)) continue;
      if (response.writableLength > LONGEST_BACKLOG) response.destroy();
      else response.write(frame.text);
    }
  };
  return (request, response, url) => {
    listen();
    const types = new Set(url.searchParams.get("types")?.split(",") ?? TYPES);
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.write(": connected\n\n");
    const after = Number(request.headers["last-event-id"] ?? Number.NaN);
    for (const frame of kept) if (frame.id > after && types.has(frame.type)) response.write(frame.text);
    const client = { types, response };
    clients.add(client);
    response.on("close", () => clients.delete(client));
  };
}
