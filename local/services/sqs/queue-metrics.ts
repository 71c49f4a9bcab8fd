import type { Cloud } from "../../kernel/cloud.ts";
import type { MetricStore } from "../cloudwatch/metric-store.ts";
import type { Queue } from "./queue.ts";
import type { QueueMessage } from "./queue-message.ts";

const MINUTE = 60_000;
/** A queue is measured for so long after the last call. */
const ACTIVE_FOR = 6 * 3_600_000;

/**
 * What SQS tells CloudWatch of its queues: what is sent, received and deleted when it happens, and at the end of every minute
 * what is in the queue, for as long as it has messages or was used lately.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
export class QueueMetrics {
  readonly #cloud: Cloud;
  readonly #metrics: Pick<MetricStore, "series">;
  readonly #queues: () => readonly Queue[];
  readonly #used = new Map<string, number>();
  #measuring = false;

  constructor(cloud: Cloud, metrics: Pick<MetricStore, "series">, queues: () => readonly Queue[]) {
    this.#cloud = cloud;
    this.#metrics = metrics;
    this.#queues = queues;
  }

  /** A message was sent; those that are moved from another queue are not. */
  sent(name: string, { body }: QueueMessage): void {
    this.#record(name, "NumberOfMessagesSent", 1);
    this.#record(name, "SentMessageSize", Buffer.byteLength(body), "Bytes");
    this.used(name);
  }

  received(name: string, count: number): void {
    if (count === 0) this.#record(name, "NumberOfEmptyReceives", 1);
    else this.#record(name, "NumberOfMessagesReceived", count);
    this.used(name);
  }

  deleted(name: string): void {
    this.#record(name, "NumberOfMessagesDeleted", 1);
    this.used(name);
  }

  /** Measures what is in the queue from now on. */
  used(name: string): void {
    this.#used.set(name, this.#cloud.clock.now());
    this.start();
  }

  start(): void {
    if (this.#measuring) return;
    this.#measuring = true;
    const { clock } = this.#cloud;
    // The last moment of a minute, so that the value belongs to it.
    clock.at(Math.floor(clock.now() / MINUTE) * MINUTE + MINUTE - 1, () => this.#measure());
  }

  #measure(): void {
    this.#measuring = false;
    const now = this.#cloud.clock.now();
    let active = false;
    for (const queue of this.#queues()) {
      const { visible, hidden, delayed } = queue.counts();
      const isActive = visible + hidden + delayed > 0 || (this.#used.get(queue.name) ?? 0) > now - ACTIVE_FOR;
      if (!isActive) continue;
      active = true;
      this.#record(queue.name, "ApproximateNumberOfMessagesVisible", visible);
      this.#record(queue.name, "ApproximateNumberOfMessagesNotVisible", hidden);
      this.#record(queue.name, "ApproximateNumberOfMessagesDelayed", delayed);
      const oldest = queue.messages().reduce((time, { sent }) => Math.min(time, sent), now);
      this.#record(
        queue.name,
        "ApproximateAgeOfOldestMessage",
        Math.floor((now - oldest) / 1_000),
        "Seconds",
      );
    }
    if (active) this.#cloud.clock.after(1, () => this.start());
  }

  #record(QueueName: string, metricName: string, value: number, unit = "Count"): void {
    const identity = { namespace: "AWS/SQS", metricName, dimensions: { QueueName } };
    this.#metrics.series(identity).record(this.#cloud.clock.now(), value, 1, unit);
  }
}
