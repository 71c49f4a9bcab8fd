import { isJson } from "../../kernel/json-text.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import type { Tag, TagRecord } from "../../kernel/tags.ts";
import type { Topic } from "./topic.ts";
import { invalidParameter, type TopicDirectory } from "./topic-directory.ts";

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

/** @throws ServiceError when a key comes twice or a topic would have too many tags */
export function checkTags(tags: readonly Tag[] = [], present: TagRecord = {}): void {
  const keys = new Set(tags.map(({ Key }) => Key));
  if (keys.size < tags.length) throw invalidParameter("Duplicated keys are not allowed.");
  if (new Set([...Object.keys(present), ...keys]).size > MOST_TAGS)
    throw new ServiceError(
      "TagLimitExceededException",
      "Could not complete request: tag quota of per resource exceeded",
    );
}

export function checkAttribute(name: string, value: string): void {
  if (!SETTABLE.has(name)) throw invalidParameter(`AttributeName Reason: Unknown attribute ${name}`);
  if ((name === "Policy" || name === "DeliveryPolicy") && value !== "" && !isJson(value))
    throw invalidParameter(`${name} Error: null: failed to parse JSON`);
}

export function tagged(topics: TopicDirectory, arn: string): Topic {
  const topic = topics.find(arn);
  if (!topic)
    throw new ServiceError("ResourceNotFoundException", "Resource does not exist", { statusCode: 404 });
  return topic;
}
