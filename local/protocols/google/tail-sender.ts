import type { ServerDuplexStream } from "@grpc/grpc-js";
import type { LogEntry } from "cumulog/semantics";
import { messagesOf } from "../../services/cloud-logging/message-size.ts";
import { entryToProto } from "./entry-proto.ts";

/** How many entries wait for a client that does not read; further ones are told as suppressed. */
const MOST_WAITING = 10_000;

type Message = Record<string, unknown>;

/**
 * Sends entries to the client of a tail as fast as it reads. What it does not consume is suppressed and counted, so
 * that a client that stands still costs no memory.
 *
 * @see https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#taillogentriesresponse
 */
export class TailSender {
  readonly #call: ServerDuplexStream<Message, Message>;
  #waiting: LogEntry[] = [];
  #suppressed = 0;
  /** One message is on its way at a time: HTTP/2 takes it when the client has read what came before. */
  #sending = false;

  constructor(call: ServerDuplexStream<Message, Message>) {
    this.#call = call;
  }

  send(entries: readonly LogEntry[]): void {
    // However many come at once, a client that has read all before is not behind.
    const room = this.#waiting.length === 0 ? entries.length : MOST_WAITING - this.#waiting.length;
    const taken = entries.slice(0, Math.max(0, room));
    this.#suppressed += entries.length - taken.length;
    this.#waiting = [...this.#waiting, ...taken];
    this.#sendNext();
  }

  #sendNext(): void {
    const [entries] = messagesOf(this.#waiting);
    if (this.#sending || !entries) return;
    this.#waiting = this.#waiting.slice(entries.length);
    this.#sending = true;
    const message = { entries: entries.map(entryToProto), ...this.#suppression() };
    this.#call.write(message, () => {
      this.#sending = false;
      this.#sendNext();
    });
  }

  #suppression(): Message {
    if (this.#suppressed === 0) return {};
    const suppressionInfo = [{ reason: "NOT_CONSUMED", suppressedCount: this.#suppressed }];
    this.#suppressed = 0;
    return { suppressionInfo };
  }
}
