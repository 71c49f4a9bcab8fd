import { randomUUID } from "node:crypto";
import type { Clock } from "#kernel/clock.ts";
import type { Queue } from "./queue.ts";
import type { QueueMessage } from "./queue-message.ts";

const SECOND = 1_000;

type MoveStatus = "RUNNING" | "COMPLETED" | "CANCELLED" | "FAILED";

/**
 * Messages of a dead-letter queue that are moved back: all at once, or so many in each second.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
 */
export class MoveTask {
  readonly source: Queue;
  /** Undefined: each message goes where it came from. */
  readonly destinationArn: string | undefined;
  /** Messages per second. */
  readonly rate: number | undefined;
  readonly started: number;
  readonly toMove: number;
  moved = 0;
  status: MoveStatus = "RUNNING";
  failure: string | undefined;
  readonly #id = randomUUID();
  readonly #find: (arn: string) => Queue | undefined;

  /** @param find a queue by its ARN */
  constructor(
    source: Queue,
    find: (arn: string) => Queue | undefined,
    {
      destinationArn,
      rate,
      now,
    }: { destinationArn?: string | undefined; rate?: number | undefined; now: number },
  ) {
    this.#find = find;
    this.source = source;
    this.destinationArn = destinationArn;
    this.rate = rate;
    this.started = now;
    this.toMove = source.messages().length;
  }

  /** Names the task and its queue, as AWS's handles do. */
  get handle(): string {
    const named = { taskId: this.#id, sourceArn: this.source.arn };
    return Buffer.from(JSON.stringify(named)).toString("base64");
  }

  /** Moves what the rate lets through now, and goes on in a second. */
  run(clock: Clock): void {
    if (this.status !== "RUNNING") return;
    const waiting = this.source
      .messages()
      .filter((message) => !this.source.inFlight(message))
      .slice(0, this.rate);
    const moved = new Set<QueueMessage>();
    for (const message of waiting) {
      const target = this.#find(this.destinationArn ?? message.deadLetterSource ?? "");
      if (!target) {
        this.status = "FAILED";
        this.failure = "AWS.SimpleQueueService.NonExistentQueue";
        break;
      }
      target.takeBack(message);
      moved.add(message);
    }
    this.source.release(moved);
    this.moved += moved.size;
    if (this.status === "FAILED") return;
    if (this.moved >= this.toMove || waiting.length === 0) this.status = "COMPLETED";
    else clock.after(SECOND, () => this.run(clock));
  }
}

/** The queue that the handle of a task names, undefined when it is no handle. */
export function sourceOfHandle(handle: string): string | undefined {
  try {
    const { taskId, sourceArn } = JSON.parse(Buffer.from(handle, "base64").toString()) as Record<
      string,
      unknown
    >;
    return typeof taskId === "string" && typeof sourceArn === "string" ? sourceArn : undefined;
  } catch {
    return undefined;
  }
}
