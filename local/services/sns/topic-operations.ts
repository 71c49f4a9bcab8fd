import type { Cloud, Operations } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import { HEALTHY_RETRY_POLICY, REQUEST_POLICY } from "./http-delivery.ts";
import type { Topic } from "./topic.ts";
import { invalidParameter, page, type TopicDirectory } from "./topic-directory.ts";
import { defaultPolicy } from "./topic-policy.ts";

interface OfTopic {
  readonly TopicArn: string;
}

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-tags.html */
const MOST_TAGS = 50;

const SETTABLE = new Set([
  "DisplayName",
  "Policy",
  "DeliveryPolicy",
  "KmsMasterKeyId",
  "TracingConfig",
  "SignatureVersion",
  "ContentBasedDeduplication",
  "FifoThroughputScope",
  "ArchivePolicy",
  ...["Application", "Firehose", "HTTP", "Lambda", "SQS"].flatMap((protocol) => {
    return ["SuccessFeedbackRoleArn", "SuccessFeedbackSampleRate", "FailureFeedbackRoleArn"].map(
      (name) => protocol + name,
    );
  }),
]);

/** Creating, describing, changing and deleting topics. */
export function topicOperations(cloud: Cloud, topics: TopicDirectory): Operations {
  const announce = (name: string, change: "created" | "updated" | "deleted"): void => {
    cloud.events.emit("resource", { type: "AWS::SNS::Topic", name, change });
  };
  return {
    CreateTopic(input: { Name: string; Attributes?: Record<string, string>; Tags?: Tag[] }) {
      const name = input.Name ?? "";
      const { FifoTopic = "false", ...given } = input.Attributes ?? {};
      const fifo = name.endsWith(".fifo");
      const attributes: Record<string, string> = { ...given, ...(fifo && { FifoTopic: "true" }) };
      if (!/^[\w-]+$/.test(fifo ? name.slice(0, -5) : name) || name.length > 256)
        throw invalidParameter("Topic Name");
      if (/^true$/i.test(FifoTopic) !== fifo)
        throw invalidParameter(
          fifo
            ? "Topic Name Reason: Topic names ending in .fifo need the attribute FifoTopic to be true"
            : "Topic Name Reason: FIFO topic names must end with .fifo",
        );
      for (const key of Object.keys(attributes))
        if (key !== "FifoTopic") checkAttribute(key, attributes[key]!);
      checkTags(input.Tags);
      const arn = topics.arnOf(name);
      const present = topics.find(arn);
      if (present) {
        const changed = Object.keys(attributes).find((key) => present.attributes[key] !== attributes[key]);
        if (changed)
          throw invalidParameter("Attributes Reason: Topic already exists with different attributes");
        const tagged = (input.Tags ?? []).some(({ Key, Value }) => present.tags.get(Key) !== Value);
        if (tagged) throw invalidParameter("Tags Reason: Topic already exists with different tags");
        return { TopicArn: arn };
      }
      topics.add({
        name,
        arn,
        attributes: fifo ? { ContentBasedDeduplication: "false", ...attributes } : attributes,
        tags: new Map((input.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
        subscriptions: new Map(),
        recent: new Map(),
        sequence: 0,
      });
      announce(name, "created");
      return { TopicArn: arn };
    },

    DeleteTopic({ TopicArn }: OfTopic) {
      const topic = topics.remove(TopicArn);
      if (topic) announce(topic.name, "deleted");
      return {};
    },

    GetTopicAttributes({ TopicArn }: OfTopic) {
      return { Attributes: describe(cloud, topics.at(TopicArn)) };
    },

    SetTopicAttributes(input: OfTopic & { AttributeName: string; AttributeValue?: string }) {
      const topic = topics.at(input.TopicArn);
      checkAttribute(input.AttributeName, input.AttributeValue ?? "");
      if (input.AttributeValue === undefined || input.AttributeValue === "")
        delete topic.attributes[input.AttributeName];
      else topic.attributes[input.AttributeName] = input.AttributeValue;
      topics.changed(topic);
      announce(topic.name, "updated");
      return {};
    },

    ListTopics({ NextToken: token }: { NextToken?: string }) {
      const { items, NextToken } = page(topics.all(), token);
      return { Topics: items.map(({ arn }) => ({ TopicArn: arn })), ...(NextToken && { NextToken }) };
    },

    TagResource({ ResourceArn, Tags }: { ResourceArn: string; Tags: Tag[] }) {
      const topic = tagged(topics, ResourceArn);
      checkTags(Tags, topic.tags.keys());
      for (const { Key, Value } of Tags ?? []) topic.tags.set(Key, Value);
      topics.changed(topic);
      return {};
    },

    UntagResource({ ResourceArn, TagKeys }: { ResourceArn: string; TagKeys: string[] }) {
      const topic = tagged(topics, ResourceArn);
      for (const key of TagKeys ?? []) topic.tags.delete(key);
      topics.changed(topic);
      return {};
    },

    ListTagsForResource({ ResourceArn }: { ResourceArn: string }) {
      return { Tags: [...tagged(topics, ResourceArn).tags].map(([Key, Value]) => ({ Key, Value })) };
    },
  };
}

/** @throws ServiceError when a key comes twice or a topic would have too many tags */
function checkTags(tags: readonly Tag[] = [], present: Iterable<string> = []): void {
  const keys = new Set(tags.map(({ Key }) => Key));
  if (keys.size < tags.length) throw invalidParameter("Duplicated keys are not allowed.");
  if (new Set([...present, ...keys]).size > MOST_TAGS)
    throw new ServiceError(
      "TagLimitExceededException",
      "Could not complete request: tag quota of per resource exceeded",
    );
}

function describe(cloud: Cloud, topic: Topic): Record<string, string> {
  const subscriptions = [...topic.subscriptions.values()];
  const confirmed = subscriptions.filter((subscription) => subscription.confirmed).length;
  return {
    TopicArn: topic.arn,
    Owner: cloud.accountId,
    DisplayName: "",
    Policy: JSON.stringify(defaultPolicy(cloud, topic)),
    SubscriptionsConfirmed: String(confirmed),
    SubscriptionsPending: String(subscriptions.length - confirmed),
    SubscriptionsDeleted: "0",
    EffectiveDeliveryPolicy: JSON.stringify({
      http: {
        defaultHealthyRetryPolicy: HEALTHY_RETRY_POLICY,
        disableSubscriptionOverrides: false,
        defaultRequestPolicy: REQUEST_POLICY,
      },
    }),
    ...topic.attributes,
  };
}

function checkAttribute(name: string, value: string): void {
  if (!SETTABLE.has(name)) throw invalidParameter(`AttributeName Reason: Unknown attribute ${name}`);
  if ((name === "Policy" || name === "DeliveryPolicy") && value !== "") {
    try {
      JSON.parse(value);
    } catch {
      throw invalidParameter(`${name} Error: null: failed to parse JSON`);
    }
  }
}

function tagged(topics: TopicDirectory, arn: string): Topic {
  const topic = topics.find(arn);
  if (!topic)
    throw new ServiceError("ResourceNotFoundException", "Resource does not exist", { statusCode: 404 });
  return topic;
}
