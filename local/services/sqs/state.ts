import { arnOf, urlSuffixOf } from "../../kernel/arn.ts";
import type { CallContext, Cloud } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import type { Collection } from "../../kernel/storage/storage.ts";
import type { TagRecord } from "../../kernel/tags.ts";
import { openCloudWatch } from "../cloudwatch/state.ts";
import type { MoveTask } from "./move-task.ts";
import { Queue, type QueueAttributes } from "./queue.ts";
import { defaultAttributes } from "./queue-attributes.ts";
import type { QueueMessage } from "./queue-message.ts";
import { QueueMetrics } from "./queue-metrics.ts";

interface KeptQueue {
  readonly attributes: QueueAttributes;
  readonly tags: TagRecord;
}

interface KeptMessage {
  readonly queue: string;
  readonly message: QueueMessage;
}

/** The queues of one cloud by name. */
export class QueueDirectory {
  /** The newest first. */
  readonly moveTasks: MoveTask[] = [];
  readonly #queues = new Map<string, Queue>();
  readonly #cloud: Cloud;
  readonly #metrics: QueueMetrics;
  readonly #kept: Collection<KeptQueue>;
  readonly #messages: Collection<KeptMessage>;

  constructor(cloud: Cloud) {
    const { storage } = cloud;
    this.#cloud = cloud;
    this.#metrics = new QueueMetrics(cloud, cloud.state(openCloudWatch).metrics, () => this.all());
    this.#kept = storage.collection("queues");
    this.#messages = storage.collection("queue-messages");
    const messages = new Map<string, QueueMessage[]>();
    for (const [, { queue, message }] of this.#messages.entries()) {
      const ofQueue = messages.get(queue);
      if (ofQueue) ofQueue.push(message);
      else messages.set(queue, [message]);
    }
    for (const [name, { attributes, tags }] of this.#kept.entries())
      this.#open(name, attributes, tags).restore(
        (messages.get(name) ?? []).sort((one, other) => one.sequence - other.sequence),
      );
    if (this.#queues.size > 0) this.#metrics.start();
  }

  create(name: string, attributes: QueueAttributes, tags: TagRecord): Queue {
    const queue = this.#open(
      name,
      { ...defaultAttributes(attributes["FifoQueue"] === "true"), ...attributes },
      tags,
    );
    this.changed(queue);
    return queue;
  }

  /** Keeps a queue's attributes and tags as they are now. */
  changed({ name, attributes, tags }: Queue): void {
    this.#kept.set(name, { attributes, tags });
  }

  named(name: string): Queue | undefined {
    return this.#queues.get(name);
  }

  /** @throws ServiceError when there is no such queue */
  at(queueUrl: string): Queue {
    const queue = this.#queues.get(queueUrl.split("/").at(-1)!);
    if (!queue) throw new ServiceError("QueueDoesNotExist", "The specified queue does not exist.");
    return queue;
  }

  /** Tells whoever watches the cloud of a queue's change. */
  announce({ name }: Queue, change: "created" | "updated" | "deleted"): void {
    this.#cloud.events.emit("resource", { type: "AWS::SQS::Queue", name, change });
  }

  withArn(arn: string): Queue | undefined {
    const queue = this.#queues.get(arn.split(":").at(-1)!);
    return queue?.arn === arn ? queue : undefined;
  }

  remove(queue: Queue): void {
    queue.clear();
    this.#queues.delete(queue.name);
    this.#kept.delete(queue.name);
  }

  #open(name: string, attributes: QueueAttributes, tags: TagRecord): Queue {
    const { region, accountId, clock } = this.#cloud;
    const queue = new Queue(name, arnOf({ region, accountId }, "sqs", name), {
      attributes,
      tags,
      now: () => clock.now(),
      keeper: {
        saved: (message) => {
          this.#messages.set(`${name}/${message.id}`, { queue: name, message });
          this.#metrics.start();
        },
        removed: ({ id }) => this.#messages.delete(`${name}/${id}`),
        sent: (message) => this.#metrics.sent(name, message),
        received: (count) => this.#metrics.received(name, count),
        deleted: () => this.#metrics.deleted(name),
      },
    });
    this.#queues.set(name, queue);
    return queue;
  }

  all(): Queue[] {
    return [...this.#queues.values()];
  }

  urlOf(queue: Queue, { endpoint, accountId, region }: CallContext): string {
    return `${endpoint ?? this.#cloud.address ?? `https://sqs.${region}.${urlSuffixOf(region)}`}/${accountId}/${queue.name}`;
  }
}

/** Opens the queues of a cloud. */
export function openQueues(cloud: Cloud): QueueDirectory {
  return new QueueDirectory(cloud);
}
