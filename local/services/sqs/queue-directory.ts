import type { CallContext, Cloud } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import type { Collection, Storage } from "../../kernel/storage/storage.ts";
import { Queue, type QueueAttributes, type QueueMessage } from "./queue.ts";
import { defaultAttributes } from "./queue-attributes.ts";

/** A call that came over the wire says where, so that queue URLs lead back to it. */
export interface QueueCallContext extends CallContext {
  /** For example `"http://127.0.0.1:4566"`. */
  readonly endpoint?: string;
}

interface KeptQueue {
  readonly attributes: QueueAttributes;
  readonly tags: Record<string, string>;
}

interface KeptMessage {
  readonly queue: string;
  readonly message: QueueMessage;
}

/** The queues of one cloud by name. */
export class QueueDirectory {
  readonly #queues = new Map<string, Queue>();
  readonly #cloud: Cloud;
  readonly #kept: Collection<KeptQueue>;
  readonly #messages: Collection<KeptMessage>;

  constructor(cloud: Cloud, storage: Storage) {
    this.#cloud = cloud;
    this.#kept = storage.collection("queues");
    this.#messages = storage.collection("queue-messages");
    const messages = new Map<string, QueueMessage[]>();
    for (const [, { queue, message }] of this.#messages.entries())
      messages.set(queue, [...(messages.get(queue) ?? []), message]);
    for (const [name, { attributes, tags }] of this.#kept.entries())
      this.#open(name, attributes, tags).restore(
        (messages.get(name) ?? []).sort((one, other) => one.sequence - other.sequence),
      );
  }

  create(name: string, attributes: QueueAttributes, tags: Record<string, string>): Queue {
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
  at(queueUrl: unknown): Queue {
    const queue = this.#queues.get(
      String(queueUrl ?? "")
        .split("/")
        .at(-1)!,
    );
    if (!queue) throw new ServiceError("QueueDoesNotExist", "The specified queue does not exist.");
    return queue;
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

  #open(name: string, attributes: QueueAttributes, tags: Record<string, string>): Queue {
    const { region, accountId, clock } = this.#cloud;
    const queue = new Queue(name, `arn:aws:sqs:${region}:${accountId}:${name}`, {
      attributes,
      tags,
      now: () => clock.now(),
      keeper: {
        saved: (message) => this.#messages.set(`${name}/${message.id}`, { queue: name, message }),
        removed: ({ id }) => this.#messages.delete(`${name}/${id}`),
      },
    });
    this.#queues.set(name, queue);
    return queue;
  }

  all(): Queue[] {
    return [...this.#queues.values()];
  }

  urlOf(queue: Queue, { endpoint, accountId, region }: QueueCallContext): string {
    return `${endpoint ?? `https://sqs.${region}.amazonaws.com`}/${accountId}/${queue.name}`;
  }
}
