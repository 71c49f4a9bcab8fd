import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Cloud } from "../kernel/cloud.ts";
import { EventJournal } from "./event-journal.ts";

const JOURNAL_CAPACITY = 20_000;
const ENTRIES_PER_WRITE = 500;
const CHARACTERS_PER_WRITE = 1_000_000;
const FLUSH_INTERVAL = 40;
const HEARTBEAT_INTERVAL = 15_000;

/**
 * What happens in the cloud as server-sent events. A reader that reconnects with `Last-Event-ID` gets what it missed,
 * or `missed` with the number of entries that are gone, or `restarted` when this is another run of the cloud. A reader
 * that does not keep up is not buffered for: it goes on from its place in the journal when its connection drains.
 */
export class EventStream {
  readonly #run = randomUUID().slice(0, 8);
  readonly #journal = new EventJournal(JOURNAL_CAPACITY);
  readonly #readers = new Set<{ wake(): void; end(): void }>();

  constructor(cloud: Cloud) {
    const { events } = cloud;
    events.on("log-events", (payload) => this.publish("log-events", payload, payload.events.length));
    events.on("google-entries", (payload) => this.publish("google-entries", payload, payload.entries.length));
    for (const type of ["alarm-state", "google-incident", "notification", "invocation", "resource"] as const)
      events.on(type, (payload: unknown) => this.publish(type, payload));
    cloud.onClose(() => {
      for (const reader of this.#readers) reader.end();
    });
  }

  publish(type: string, payload: unknown, weight = 1): void {
    this.#journal.add(type, payload, weight);
    for (const reader of this.#readers) reader.wake();
  }

  /**
   * Answers a request with the stream, until either side closes it.
   *
   * @param types what the reader wants to know of. @default everything
   */
  serve(
    request: IncomingMessage,
    response: ServerResponse,
    { greeting, types }: { readonly greeting: object; readonly types?: readonly string[] | undefined },
  ): void {
    response.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    });
    const lastEventId = request.headers["last-event-id"];
    const [run, place] = typeof lastEventId === "string" ? lastEventId.split("-") : [];
    const resumes = run === this.#run;
    let sequence = resumes ? Number(place) || 0 : 0;
    response.write(`retry: 1000\n${frame("hello", { ...greeting, run: this.#run })}`);
    if (run !== undefined && !resumes) response.write(frame("restarted", {}));

    let timer: NodeJS.Timeout | undefined;
    let draining = false;
    const wake = (): void => {
      if (timer === undefined && !draining) timer = setTimeout(flush, FLUSH_INTERVAL);
    };
    const flush = (): void => {
      timer = undefined;
      const { entries, missed } = this.#journal.after(sequence, ENTRIES_PER_WRITE);
      if (entries.length === 0) return;
      const parts: string[] = [];
      const before = sequence;
      for (let size = 0; size < CHARACTERS_PER_WRITE && parts.length < entries.length; ) {
        const entry = entries[parts.length]!;
        const wanted = types?.includes(entry.type) ?? true;
        const text = wanted ? frame(entry.type, entry.payload, `${this.#run}-${entry.sequence}`) : "";
        parts.push(text);
        size += text.length;
        sequence = entry.sequence;
      }
      // A new reader has not missed what was before it came.
      if (missed > 0 && before > 0) parts.unshift(frame("missed", { count: missed }));
      draining = !response.write(parts.join(""));
      if (!draining && sequence < this.#journal.newest) wake();
    };
    response.on("drain", () => {
      draining = false;
      wake();
    });
    const heartbeat = setInterval(() => {
      if (!draining) response.write(": \n\n");
    }, HEARTBEAT_INTERVAL).unref();
    const reader = { wake, end: () => response.end() };
    this.#readers.add(reader);
    response.on("close", () => {
      clearTimeout(timer);
      clearInterval(heartbeat);
      this.#readers.delete(reader);
    });
    wake();
  }
}

function frame(type: string, payload: unknown, id?: string): string {
  return `${id === undefined ? "" : `id: ${id}\n`}event: ${type}\ndata: ${JSON.stringify(payload)}\n\n`;
}
