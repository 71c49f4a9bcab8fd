import { randomUUID } from "node:crypto";
import type { TagRecord } from "../../kernel/tags.ts";
import { inOrder } from "./message-order.ts";
import type { MessageToSend, QueueMessage } from "./queue-message.ts";
import { messageIdOf, newReceiptHandle } from "./receipt-handle.ts";

/** Attributes of a queue, all as text, as the API has them. */
export type QueueAttributes = Record<string, string>;

/** Told about every change of a queue's messages. */
export interface MessageKeeper {
  saved(message: QueueMessage): void;
  removed(message: QueueMessage): void;
  sent(message: QueueMessage): void;
  /** @param count of the messages that were handed out, 0 if there was none */
  received(count: number): void;
  deleted(message: QueueMessage): void;
}

const DEDUPLICATION_WINDOW = 300_000;
/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html */
const PURGE_INTERVAL = 60_000;

/** One queue: its messages, which of them are hidden and until when. */
export class Queue {
  readonly name: string;
  readonly arn: string;
  readonly attributes: QueueAttributes;
  tags: TagRecord;
  readonly created: number;
  modified: number;
  readonly #now: () => number;
  readonly #keeper: MessageKeeper | undefined;
  #messages: QueueMessage[] = [];
  #sequence = 0;
  #purged = Number.NEGATIVE_INFINITY;
  readonly #recent = new Map<string, QueueMessage>();
  readonly #waiting = new Set<() => void>();

  constructor(
    name: string,
    arn: string,
    {
      attributes,
      tags,
      now,
      keeper,
    }: {
      attributes: QueueAttributes;
      tags: TagRecord;
      now: () => number;
      keeper?: MessageKeeper;
    },
  ) {
    this.name = name;
    this.arn = arn;
    this.attributes = attributes;
    this.tags = tags;
    this.#now = now;
    this.#keeper = keeper;
    this.created = this.modified = now();
  }

  get fifo(): boolean {
    return this.attributes["FifoQueue"] === "true";
  }

  /** Messages by whether they can be received now. */
  counts(): { readonly visible: number; readonly hidden: number; readonly delayed: number } {
    const now = this.#now();
    this.#expire(now);
    const later = this.#messages.filter(({ visibleAt }) => visibleAt > now);
    const delayed = later.filter(({ receiveCount }) => receiveCount === 0).length;
    return { visible: this.#messages.length - later.length, hidden: later.length - delayed, delayed };
  }

  /** Every message that has not been deleted, the oldest first. */
  messages(): readonly QueueMessage[] {
    this.#expire(this.#now());
    return this.#messages;
  }

  restore(messages: readonly QueueMessage[]): void {
    this.#messages = [...messages];
    this.#sequence = messages.reduce((highest, { sequence }) => Math.max(highest, sequence), 0);
  }

  send({
    body,
    attributes = {},
    delaySeconds,
    groupId,
    deduplicationId,
    traceHeader,
  }: MessageToSend): QueueMessage {
    const now = this.#now();
    const scoped = this.#deduplicationKey(deduplicationId, groupId);
    const duplicateOf = scoped === undefined ? undefined : this.#duplicate(scoped, now);
    if (duplicateOf) return duplicateOf;
    const delay = delaySeconds ?? Number(this.attributes["DelaySeconds"]);
    const message: QueueMessage = {
      id: randomUUID(),
      body,
      attributes,
      sent: now,
      groupId,
      deduplicationId,
      traceHeader,
      sequence: ++this.#sequence,
      visibleAt: now + delay * 1_000,
      receiveCount: 0,
    };
    this.#messages.push(message);
    this.#keeper?.saved(message);
    this.#keeper?.sent(message);
    if (scoped !== undefined) this.#recent.set(scoped, message);
    this.#wake();
    return message;
  }

  /**
   * Takes over a dead letter of another queue; it keeps how often it was received, and in standard queues its age.
   * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
   */
  adopt(message: QueueMessage, deadLetterSource: string): void {
    const sent = this.fifo ? this.#now() : message.sent;
    this.#add({ ...message, sent, deadLetterSource, receivedBefore: message.receiveCount });
  }

  /**
   * Takes over a message that is moved back out of a queue of dead letters, as a new one.
   * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
   */
  takeBack(message: QueueMessage): void {
    this.#add({
      ...message,
      id: randomUUID(),
      sent: this.#now(),
      deadLetterSource: undefined,
      receiveCount: 0,
      receivedBefore: 0,
      firstReceived: undefined,
    });
  }

  #add(message: QueueMessage): void {
    const adopted: QueueMessage = {
      ...message,
      sequence: ++this.#sequence,
      visibleAt: this.#now(),
      receiptHandle: undefined,
    };
    this.#messages.push(adopted);
    this.#keeper?.saved(adopted);
    this.#wake();
  }

  /** Hands out up to `limit` messages and hides them; `rejected` gets those received too often. */
  receive(
    limit: number,
    visibilitySeconds: number,
    { most, rejected }: { most: number; rejected: (message: QueueMessage) => void },
  ): QueueMessage[] {
    const now = this.#now();
    this.#expire(now);
    const taken: QueueMessage[] = [];
    const dead = new Set<QueueMessage>();
    const visible = this.fifo
      ? inOrder(this.#messages, now)
      : this.#messages.filter(({ visibleAt }) => visibleAt <= now);
    for (const message of visible) {
      if (taken.length === limit) break;
      if (message.receiveCount - (message.receivedBefore ?? 0) >= most) dead.add(message);
      else taken.push(message);
    }
    if (dead.size > 0) {
      this.#messages = this.#messages.filter((message) => !dead.has(message));
      for (const message of dead) {
        this.#keeper?.removed(message);
        rejected(message);
      }
    }
    for (const message of taken) {
      message.receiveCount += 1;
      message.firstReceived ??= now;
      message.visibleAt = now + visibilitySeconds * 1_000;
      message.receiptHandle = newReceiptHandle(this.arn, message.id);
      this.#keeper?.saved(message);
    }
    this.#keeper?.received(taken.length);
    return taken;
  }

  /** Lets go of messages that other queues take over. */
  release(messages: ReadonlySet<QueueMessage>): void {
    this.#keep((message) => !messages.has(message));
  }

  delete(message: QueueMessage): void {
    const { id } = message;
    if (!this.#messages.some((one) => one.id === id)) return;
    this.#keep((one) => one.id !== id);
    this.#keeper?.deleted(message);
    // What comes after it in its group may be received now.
    if (this.fifo) this.#wake();
  }

  /**
   * The message that a receipt handle was given for, if it is still there.
   *
   * @param invalid what to say when the handle is none of this queue
   * @throws ServiceError when the handle is none of this queue
   */
  withHandle(receiptHandle: string, invalid?: string): QueueMessage | undefined {
    const id = messageIdOf(receiptHandle, this.arn, invalid);
    return this.#messages.find((message) => message.id === id);
  }

  /** Whether a message was received and is hidden since. */
  inFlight({ visibleAt, receiveCount }: QueueMessage): boolean {
    return receiveCount > 0 && visibleAt > this.#now();
  }

  /** When the next hidden or delayed message can be received; undefined when there is none. */
  nextVisible(): number | undefined {
    const later = this.#messages.map(({ visibleAt }) => visibleAt).filter((time) => time > this.#now());
    return later.length === 0 ? undefined : later.reduce((one, other) => Math.min(one, other));
  }

  hide(message: QueueMessage, seconds: number): void {
    message.visibleAt = this.#now() + seconds * 1_000;
    this.#keeper?.saved(message);
    if (seconds === 0) this.#wake();
  }

  /** Deletes every message, unless that was done in the last minute: then it answers false. */
  purge(): boolean {
    if (this.#now() < this.#purged + PURGE_INTERVAL) return false;
    this.#purged = this.#now();
    this.clear();
    this.#recent.clear();
    return true;
  }

  clear(): void {
    this.#keep(() => false);
  }

  /** Calls back once when a message arrives; the result stops that. */
  onArrival(callback: () => void): () => void {
    this.#waiting.add(callback);
    return () => this.#waiting.delete(callback);
  }

  #keep(wanted: (message: QueueMessage) => boolean): void {
    const kept: QueueMessage[] = [];
    for (const message of this.#messages) {
      if (wanted(message)) kept.push(message);
      else this.#keeper?.removed(message);
    }
    this.#messages = kept;
  }

  #wake(): void {
    for (const callback of [...this.#waiting]) callback();
  }

  /** Queues for high throughput compare messages of one group only. */
  #deduplicationKey(deduplicationId: string | undefined, groupId: string | undefined): string | undefined {
    if (deduplicationId === undefined) return undefined;
    const perGroup = this.attributes["DeduplicationScope"] === "messageGroup";
    return JSON.stringify(perGroup ? [groupId, deduplicationId] : [deduplicationId]);
  }

  #duplicate(deduplicationId: string, now: number): QueueMessage | undefined {
    for (const [id, { sent }] of this.#recent) {
      if (sent > now - DEDUPLICATION_WINDOW) break;
      this.#recent.delete(id);
    }
    return this.#recent.get(deduplicationId);
  }

  #expire(now: number): void {
    const oldest = now - Number(this.attributes["MessageRetentionPeriod"]) * 1_000;
    if (this.#messages.some(({ sent }) => sent < oldest)) this.#keep(({ sent }) => sent >= oldest);
  }
}
