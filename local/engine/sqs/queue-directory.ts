import type { CallContext, Cloud } from "../cloud.ts";
import { ServiceError } from "../service-error.ts";
import { Queue, type QueueAttributes } from "./queue.ts";
import { defaultAttributes } from "./queue-attributes.ts";

/** A call that came over the wire says where, so that queue URLs lead back to it. */
export interface QueueCallContext extends CallContext {
  /** For example `"http://127.0.0.1:4566"`. */
  readonly endpoint?: string;
}

/** The queues of one cloud by name. */
export class QueueDirectory {
  readonly #queues = new Map<string, Queue>();
  readonly #cloud: Cloud;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  create(name: string, attributes: QueueAttributes, tags: Record<string, string>): Queue {
    const { region, accountId, clock } = this.#cloud;
    const queue = new Queue(name, `arn:aws:sqs:${region}:${accountId}:${name}`, {
      attributes: { ...defaultAttributes(), ...attributes },
      tags,
      now: () => clock.now(),
    });
    this.#queues.set(name, queue);
    return queue;
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
    this.#queues.delete(queue.name);
  }

  all(): Queue[] {
    return [...this.#queues.values()];
  }

  urlOf(queue: Queue, { endpoint, accountId, region }: QueueCallContext): string {
    return `${endpoint ?? `https://sqs.${region}.amazonaws.com`}/${accountId}/${queue.name}`;
  }
}
