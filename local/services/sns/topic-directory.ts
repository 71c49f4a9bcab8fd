import { arnOf } from "../../kernel/arn.ts";
import type { Cloud } from "../../kernel/cloud.ts";
import { page } from "../../kernel/page.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import type { Collection } from "../../kernel/storage/storage.ts";
import { compileFilter } from "./filter-policy.ts";
import type { RecentMessage, Subscription, Topic } from "./topic.ts";

const PAGE_SIZE = 100;

type KeptTopic = Pick<Topic, "name" | "arn" | "attributes" | "sequence" | "tags"> & {
  readonly recent: readonly (readonly [string, RecentMessage])[];
  readonly subscriptions: readonly Omit<Subscription, "topic" | "filter">[];
};

/** The topics of one cloud by ARN, with their subscriptions. */
export class TopicDirectory {
  readonly #topics = new Map<string, Topic>();
  readonly #cloud: Cloud;

  readonly #kept: Collection<KeptTopic>;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#kept = cloud.storage.collection("topics");
    for (const [, kept] of this.#kept.entries()) {
      const { subscriptions, recent, ...rest } = kept;
      const topic: Topic = {
        ...rest,
        // Folders of 0.1.0 have tags as pairs.
        tags: Array.isArray(rest.tags) ? Object.fromEntries(rest.tags) : rest.tags,
        recent: new Map(recent),
        subscriptions: new Map(),
      };
      for (const one of subscriptions)
        topic.subscriptions.set(one.arn, { ...one, topic, filter: compileFilter(one.attributes) });
      this.#topics.set(topic.arn, topic);
    }
  }

  arnOf(name: string): string {
    return arnOf(this.#cloud, "sns", name);
  }

  add(topic: Topic): void {
    this.#topics.set(topic.arn, topic);
    this.changed(topic);
  }

  /** Keeps a topic and its subscriptions as they are now. */
  changed(topic: Topic): void {
    const subscriptions = Array.from(
      topic.subscriptions.values(),
      ({ topic: _topic, filter: _filter, ...kept }) => kept,
    );
    this.#kept.set(topic.arn, { ...topic, recent: [...topic.recent], subscriptions });
  }

  /** Tells whoever watches the cloud of a topic's change. */
  announce(name: string, change: "created" | "updated" | "deleted"): void {
    this.#cloud.events.emit("resource", { type: "AWS::SNS::Topic", name, change });
  }

  find(arn: string): Topic | undefined {
    return this.#topics.get(arn);
  }

  /** @throws ServiceError when the ARN is malformed or there is no such topic */
  at(arn: unknown): Topic {
    if (typeof arn !== "string" || !/^arn:aws[\w-]*:sns:[\w-]+:\d{12}:[\w.-]+$/.test(arn))
      throw invalidParameter(
        `TopicArn Reason: An ARN must have at least 6 elements, not ${String(arn).split(":").length}`,
      );
    const topic = this.#topics.get(arn);
    // Of another region nothing can be known.
    if (!topic && arn.split(":")[3] !== this.#cloud.region) throw invalidParameter("TopicArn");
    if (!topic) throw new ServiceError("NotFoundException", "Topic does not exist", { statusCode: 404 });
    return topic;
  }

  remove(arn: string): Topic | undefined {
    const topic = this.#topics.get(arn);
    this.#topics.delete(arn);
    this.#kept.delete(arn);
    return topic;
  }

  all(): Topic[] {
    return [...this.#topics.values()];
  }

  subscriptions(): Subscription[] {
    return this.all().flatMap(({ subscriptions }) => [...subscriptions.values()]);
  }

  /** @throws ServiceError when there is no such subscription */
  subscription(arn: unknown): Subscription {
    const found = this.subscriptions().find((subscription) => subscription.arn === arn);
    if (found) return found;
    if (typeof arn !== "string" || arn.split(":").length < 7)
      throw invalidParameter("SubscriptionArn Reason: An ARN must have at least 7 elements");
    throw new ServiceError("NotFoundException", "Subscription does not exist", { statusCode: 404 });
  }
}

export function invalidParameter(what: string): ServiceError {
  return new ServiceError("InvalidParameterException", `Invalid parameter: ${what}`);
}

/** One page of a list, whose token is named as in the answers. */
export function pageOf<Item>(items: readonly Item[], token: string | undefined) {
  return page(items, token, { size: PAGE_SIZE, invalid: () => invalidParameter("NextToken") });
}
