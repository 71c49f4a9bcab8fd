import { randomUUID } from "node:crypto";
import { queueUrlOf } from "#kernel/arn.ts";
import type { Cloud } from "#kernel/cloud.ts";
import { isLoopback, postText } from "#kernel/http-post.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { effectivePolicy } from "./delivery-policy.ts";
import { confirmationFor, lambdaEventFor, notificationFor } from "./envelope.ts";
import type { Subscription, TopicMessage } from "./topic.ts";

const PRINCIPAL = { principal: "sns.amazonaws.com" } as const;

/**
 * Waits before each further attempt at an HTTP endpoint: the phases of the default policy, without its longest one.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 */
const HTTP_RETRY_WAITS = [20_000, 20_000, 20_000];

/** The endpoint refused the message for good or until the last attempt. */
class DeliveryFailedError extends Error {
  override readonly name = "DeliveryFailedError";
}

/** Takes messages from topics to the endpoints of their subscriptions. */
export class Delivery {
  readonly #cloud: Cloud;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  /** Sends a message to every confirmed subscription whose filter lets it through. */
  fanOut(message: TopicMessage, subscriptions: Iterable<Subscription>): void {
    for (const subscription of subscriptions) {
      if (!subscription.confirmed) continue;
      const body = message.bodyFor(subscription.protocol);
      if (subscription.filter && !subscription.filter.matches({ attributes: message.attributes, body }))
        continue;
      this.#cloud.track(this.#deliver(message, subscription, body));
    }
  }

  /** Asks an HTTP endpoint to confirm. */
  askForConfirmation(subscription: Subscription, endpoint?: string): void {
    const document = confirmationFor(subscription, randomUUID(), this.#cloud.clock.now(), endpoint);
    this.#cloud.track(this.#post(subscription, "SubscriptionConfirmation", randomUUID(), document, 0));
  }

  async #deliver(message: TopicMessage, subscription: Subscription, body: string): Promise<void> {
    try {
      await this.#send(message, subscription, body);
    } catch (error) {
      if (!(error instanceof ServiceError) && !(error instanceof DeliveryFailedError)) throw error;
      await this.#toDeadLetters(message, subscription, body);
    }
  }

  async #send(message: TopicMessage, subscription: Subscription, body: string): Promise<void> {
    const { protocol, endpoint, attributes } = subscription;
    const raw = attributes["RawMessageDelivery"] === "true";
    if (protocol === "lambda") {
      const Payload = JSON.stringify(lambdaEventFor(message, subscription, body));
      await this.#cloud.call(
        "lambda",
        "Invoke",
        {
          FunctionName: endpoint,
          InvocationType: "Event",
          Payload,
          ...(message.traceId !== undefined && { TraceId: message.traceId }),
        },
        PRINCIPAL,
      );
    } else if (protocol === "sqs") {
      await this.#toQueue(
        endpoint,
        message,
        raw ? body : JSON.stringify(notificationFor(message, subscription, body)),
        raw,
      );
    } else if ((protocol === "http" || protocol === "https") && isLoopback(endpoint)) {
      const document = raw ? body : notificationFor(message, subscription, body);
      await this.#post(subscription, "Notification", message.id, document, 0, message.topicArn);
    } else this.#toInbox(message, subscription, body);
  }

  async #toQueue(arn: string, message: TopicMessage, MessageBody: string, raw: boolean): Promise<void> {
    const isFifo = arn.endsWith(".fifo");
    await this.#cloud.call(
      "sqs",
      "SendMessage",
      {
        QueueUrl: queueUrlOf(arn),
        MessageBody,
        ...(raw && { MessageAttributes: message.attributes }),
        ...(message.traceId !== undefined && {
          MessageSystemAttributes: { AWSTraceHeader: { DataType: "String", StringValue: message.traceId } },
        }),
        ...(isFifo && {
          MessageGroupId: message.groupId ?? message.topicArn,
          MessageDeduplicationId: message.deduplicationId ?? message.id,
        }),
        // Groups of a FIFO topic mean nothing to a standard queue; those of a standard topic make fair queues.
        ...(!isFifo &&
          message.sequence === undefined &&
          message.groupId !== undefined && { MessageGroupId: message.groupId }),
      },
      PRINCIPAL,
    );
  }

  async #post(
    subscription: Subscription,
    type: string,
    messageId: string,
    document: object | string,
    attempt: number,
    topicArn = subscription.topic.arn,
  ): Promise<void> {
    const failure = await postText({
      url: subscription.endpoint,
      body: typeof document === "string" ? document : JSON.stringify(document),
      headers: {
        "content-type":
          type === "Notification"
            ? effectivePolicy(subscription).requestPolicy.headerContentType
            : "text/plain; charset=UTF-8",
        "user-agent": "Amazon Simple Notification Service Agent",
        "x-amz-sns-message-type": type,
        "x-amz-sns-message-id": messageId,
        "x-amz-sns-topic-arn": topicArn,
        ...(type === "Notification" && { "x-amz-sns-subscription-arn": subscription.arn }),
        ...(typeof document === "string" && { "x-amz-sns-rawdelivery": "true" }),
      },
    });
    if (!failure) return;
    const wait = HTTP_RETRY_WAITS[attempt];
    if (failure.permanent || wait === undefined) {
      if (type === "Notification") throw new DeliveryFailedError(failure.reason);
      return;
    }
    this.#retryAfter(wait, subscription, type, messageId, document, attempt + 1);
  }

  /** Waits on the cloud's clock without holding up what waits for the cloud to settle. */
  #retryAfter(
    wait: number,
    subscription: Subscription,
    type: string,
    messageId: string,
    document: object | string,
    attempt: number,
  ): void {
    this.#cloud.clock.after(wait, () => {
      const again = this.#post(subscription, type, messageId, document, attempt).catch((error: unknown) => {
        if (!(error instanceof DeliveryFailedError)) throw error;
        const text = typeof document === "string" ? document : JSON.stringify(document);
        return this.#toDeadLetterQueue(subscription, text, undefined);
      });
      this.#cloud.track(again);
    });
  }

  async #toDeadLetters(message: TopicMessage, subscription: Subscription, body: string): Promise<void> {
    const raw = subscription.attributes["RawMessageDelivery"] === "true";
    const text = raw ? body : JSON.stringify(notificationFor(message, subscription, body));
    await this.#toDeadLetterQueue(subscription, text, message);
  }

  async #toDeadLetterQueue(
    subscription: Subscription,
    text: string,
    message: TopicMessage | undefined,
  ): Promise<void> {
    const policy = subscription.attributes["RedrivePolicy"];
    if (!policy) return;
    const { deadLetterTargetArn } = JSON.parse(policy) as { deadLetterTargetArn: string };
    const raw = subscription.attributes["RawMessageDelivery"] === "true";
    const sent = message
      ? this.#toQueue(deadLetterTargetArn, message, text, raw)
      : this.#cloud.call(
          "sqs",
          "SendMessage",
          { QueueUrl: queueUrlOf(deadLetterTargetArn), MessageBody: text },
          PRINCIPAL,
        );
    await sent.catch((error: unknown) => {
      if (!(error instanceof ServiceError)) throw error;
    });
  }

  #toInbox(message: TopicMessage, subscription: Subscription, body: string): void {
    const { protocol, endpoint, attributes } = subscription;
    const wrapped = protocol === "email-json" || protocol === "http" || protocol === "https";
    const raw = attributes["RawMessageDelivery"] === "true";
    this.#cloud.events.emit("notification", {
      id: message.id,
      timestamp: message.timestamp,
      protocol,
      to: endpoint,
      subject: message.subject ?? (protocol === "email" ? "AWS Notification Message" : undefined),
      body: wrapped && !raw ? JSON.stringify(notificationFor(message, subscription, body)) : body,
      from: message.topicArn,
    });
  }
}
