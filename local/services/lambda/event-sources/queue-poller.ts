import { randomUUID } from "node:crypto";
import type { Timer } from "#kernel/clock.ts";
import type { Cloud } from "#kernel/cloud.ts";
import type { Queue } from "../../sqs/queue.ts";
import type { QueueMessage } from "../../sqs/queue-message.ts";
import { openQueues, type QueueDirectory } from "../../sqs/state.ts";
import { takeMessages } from "../../sqs/take-messages.ts";
import { undoneRecords } from "./batch-outcome.ts";
import { callFunction } from "./call-function.ts";
import { type EventSourceMapping, type Poller, type Progress, reportsFailures } from "./mapping.ts";
import { queueRecord } from "./queue-record.ts";
import { recordBatches } from "./record-batches.ts";
import { recordFilter } from "./record-filter.ts";

/** Batches at the same time, before Lambda starts more. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
const USUAL_CONCURRENCY = 5;

/**
 * Reads one queue for one function: as soon as messages come, or when the batching window ends on the cloud's clock. A
 * message that is done with is deleted; one that failed comes back when its visibility timeout is over.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export class QueuePoller implements Poller {
  readonly #cloud: Cloud;
  readonly #queues: QueueDirectory;
  readonly #mapping: EventSourceMapping;
  readonly #progress: Progress;
  readonly #matches: ReturnType<typeof recordFilter>;
  #running = 0;
  #stopped = false;
  #looking = false;
  #stopWaiting: (() => void) | undefined;
  #timer: Timer | undefined;
  /** End of the batching window that runs. */
  #windowEnd: number | undefined;

  constructor(cloud: Cloud, mapping: EventSourceMapping, progress: Progress) {
    this.#cloud = cloud;
    this.#queues = cloud.state(openQueues);
    this.#mapping = mapping;
    this.#progress = progress;
    this.#matches = recordFilter(mapping, "body");
    cloud.events.on("resource", this.#queueMade);
    this.#lookSoon();
  }

  stop(): void {
    this.#stopped = true;
    this.#stopWaiting?.();
    this.#timer?.cancel();
    this.#cloud.events.off("resource", this.#queueMade);
  }

  /** A queue of that name may come later, or again. */
  readonly #queueMade = ({ type, name }: { type: string; name: string }): void => {
    if (type === "AWS::SQS::Queue" && this.#mapping.sourceArn.endsWith(`:${name}`)) this.#lookSoon();
  };

  /** Messages that are sent together come together. */
  #lookSoon(): void {
    if (this.#looking || this.#stopped) return;
    this.#looking = true;
    const look = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      this.#looking = false;
      this.#look();
    });
    this.#cloud.track(look);
  }

  #look(): void {
    this.#stopWaiting?.();
    this.#timer?.cancel();
    if (this.#stopped) return;
    const queue = this.#queues.withArn(this.#mapping.sourceArn);
    if (!queue) return;
    this.#stopWaiting = queue.onArrival(() => this.#lookSoon());
    const { ScalingConfig } = this.#mapping.settings;
    const most = ScalingConfig?.MaximumConcurrency ?? USUAL_CONCURRENCY;
    while (this.#running < most && this.#isDue(queue)) {
      const messages = this.#take(queue);
      if (messages.length === 0) break;
      this.#cloud.track(this.#process(queue, messages));
    }
    const times = [queue.nextVisible(), this.#windowEnd].filter((time) => time !== undefined);
    if (times.length > 0) this.#timer = this.#cloud.clock.at(Math.min(...times), () => this.#lookSoon());
  }

  /** Whether there are messages, and as many or as long as a batch waits for. */
  #isDue(queue: Queue): boolean {
    const { BatchSize, MaximumBatchingWindowInSeconds: window } = this.#mapping.settings;
    const { visible } = queue.counts();
    const now = this.#cloud.clock.now();
    if (visible === 0) this.#windowEnd = undefined;
    else if (window > 0) this.#windowEnd ??= now + window * 1_000;
    if (visible === 0) return false;
    if (window > 0 && visible < BatchSize && now < this.#windowEnd!) return false;
    this.#windowEnd = undefined;
    return true;
  }

  #take(queue: Queue): QueueMessage[] {
    const seconds = Number(queue.attributes["VisibilityTimeout"]);
    return takeMessages(this.#queues, queue, this.#mapping.settings.BatchSize, seconds);
  }

  async #process(queue: Queue, messages: readonly QueueMessage[]): Promise<void> {
    this.#running += 1;
    try {
      const batches = recordBatches(messages, (message) => queueRecord(this.#cloud, queue, message));
      for (const batch of batches) {
        const wanted = batch.filter(({ item, record }) => {
          return this.#matches(record as Record<string, unknown>, item.body);
        });
        // What no filter wants is not wanted any more.
        for (const one of batch) if (!wanted.includes(one)) queue.delete(one.item);
        if (wanted.length > 0) await this.#invoke(queue, wanted);
      }
    } finally {
      this.#running -= 1;
      this.#lookSoon();
    }
  }

  async #invoke(
    queue: Queue,
    batch: readonly { readonly item: QueueMessage; readonly record: unknown }[],
  ): Promise<void> {
    const Records = batch.map(({ record }) => record);
    const result = await callFunction(this.#cloud, this.#mapping.functionArn, { Records }, randomUUID());
    if (result.kind !== "answered") {
      this.#progress.result(
        result.kind === "failed" ? "PROBLEM: Function call failed" : `PROBLEM: ${result.error.message}`,
      );
      return;
    }
    const undone = reportsFailures(this.#mapping)
      ? undoneRecords(
          result.payload,
          batch.map(({ item }) => item.id),
        )
      : new Set<string>();
    for (const { item } of batch) if (undone !== "all" && !undone.has(item.id)) queue.delete(item);
    this.#progress.result("OK");
  }
}
