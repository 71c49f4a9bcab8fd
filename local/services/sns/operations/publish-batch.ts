import type { PublishBatchInput } from "@aws-sdk/client-sns";
import { SNS_MESSAGE_MAX_BYTES } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { type BatchWording, checkBatch, runBatch } from "../../sqs/batch.ts";
import { checkAttributes, checkForTopic, checkText, publishTo, sizeOf } from "../published-message.ts";
import type { Sns } from "../state.ts";

const BATCH_WORDING: BatchWording = {
  empty: "The batch request doesn't contain any entries.",
  tooMany: () => "The batch request contains more entries than permissible.",
  repeated: () => "Two or more batch entries in the request have the same Id.",
};

/** https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html */
export function publishBatch(
  input: Input<PublishBatchInput>,
  { state: { topics, delivery }, cloud, traceId }: Call<Sns>,
) {
  const topic = topics.at(input.TopicArn);
  const entries = input.PublishBatchRequestEntries ?? [];
  try {
    checkBatch(entries, BATCH_WORDING);
    // These make the whole batch fail; what is wrong with a text, only its entry.
    for (const [at, entry] of entries.entries())
      checkAttributes(entry, `publishBatchRequestEntries.${at + 1}.member.`);
    checkForTopic(topic, entries);
    if (entries.reduce((sum, entry) => sum + sizeOf(entry), 0) > SNS_MESSAGE_MAX_BYTES)
      throw new ServiceError(
        "BatchRequestTooLongException",
        "The length of all the messages put together is more than the limit.",
      );
    return runBatch(entries, BATCH_WORDING, (entry) => {
      checkText(entry);
      return publishTo(cloud, topics, { topic, entry, delivery, traceId });
    });
  } catch (error) {
    if (!(error instanceof ServiceError) || /(Exception|Error)$/.test(error.code)) throw error;
    throw new ServiceError(`${error.code}Exception`, error.message);
  }
}
