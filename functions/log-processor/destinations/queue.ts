import { batchesOf, type RequestLimits } from "cumulog/delivery";
import { abortAt } from "../../shared/deadline.ts";
import type { DestinationConfiguration } from "../configuration.ts";
import { batchDocument, batchId } from "../documents.ts";
import { type FailedEvent, messageBytes, type OutgoingEvent } from "../event.ts";
import { type Destination, sendBisecting } from "./destination.ts";

/** Queues made before 2025-08 keep their limit of 256 KB. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const LIMITS: RequestLimits = {
  maximumBytes: 240 * 1024,
  maximumItems: 1_000,
  overheadBytes: 100,
  maximumSpanMs: Number.POSITIVE_INFINITY,
};
const ATTEMPTS = 6;

/** An SQS queue: one message for a batch. A FIFO queue recognizes a repeated batch for five minutes. */
export function queue(configuration: DestinationConfiguration & { type: "sqs" }): Destination {
  return {
    name: configuration.name,
    logGroup: undefined,
    async forward(events, source, deadline, delivered) {
      const { SQSClient, SendMessageCommand } = await import("../../shared/clients/sqs.ts");
      const client = new SQSClient({ maxAttempts: ATTEMPTS });
      const isFifo = configuration.queueUrl.endsWith(".fifo");
      const failed: FailedEvent[] = [];
      const send = async (batch: readonly OutgoingEvent[]) => {
        const order = isFifo
          ? {
              MessageGroupId: batchId([
                { id: `${source.logGroup}/${source.logStream}`, timestamp: 0, rawMessage: "" },
              ]),
              MessageDeduplicationId: batchId(batch),
            }
          : {};
        await client.send(
          new SendMessageCommand({
            QueueUrl: configuration.queueUrl,
            MessageBody: batchDocument(batch, source),
            ...order,
          }),
          { abortSignal: abortAt(deadline) },
        );
        return [];
      };
      for (const batch of batchesOf(events, LIMITS, messageBytes)) {
        failed.push(...(await sendBisecting(batch, send, isRefusal, delivered)));
      }
      return failed;
    },
  };
}

function isRefusal(error: Error): boolean {
  return /InvalidMessageContents|InvalidParameterValue|BatchRequestTooLong/.test(error.name);
}
