import type { CreateTopicInput } from "@aws-sdk/client-sns";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { tagRecord } from "#kernel/tags.ts";
import type { Sns } from "../state.ts";
import { invalidParameter } from "../topic-directory.ts";
import { checkAttribute, checkTags } from "../topic-settings.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html */
export function createTopic(input: Input<CreateTopicInput>, { state: { topics } }: Call<Sns>) {
  const name = input.Name;
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
  for (const key of Object.keys(attributes)) if (key !== "FifoTopic") checkAttribute(key, attributes[key]!);
  checkTags(input.Tags);
  const arn = topics.arnOf(name);
  const present = topics.find(arn);
  if (present) {
    const changed = Object.keys(attributes).find((key) => present.attributes[key] !== attributes[key]);
    if (changed) throw invalidParameter("Attributes Reason: Topic already exists with different attributes");
    const tagged = (input.Tags ?? []).some(({ Key, Value }) => present.tags[Key] !== Value);
    if (tagged) throw invalidParameter("Tags Reason: Topic already exists with different tags");
    return { TopicArn: arn };
  }
  topics.add({
    name,
    arn,
    attributes: fifo ? { ContentBasedDeduplication: "false", ...attributes } : attributes,
    tags: tagRecord(input.Tags),
    subscriptions: new Map(),
    recent: new Map(),
    sequence: 0,
  });
  topics.announce(name, "created");
  return { TopicArn: arn };
}
