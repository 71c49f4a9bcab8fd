import { createHash } from "node:crypto";
import { urlSuffixOf } from "#kernel/arn.ts";
import { bytesOf, type MessageAttributes } from "../sqs/message-digest.ts";
import type { Subscription, TopicMessage } from "./topic.ts";

const CERTIFICATE = "SimpleNotificationService-7ff5318490ec183fbaddaa2a969abfda.pem";

/** The JSON document that SQS queues and HTTP endpoints get. */
export function notificationFor(message: TopicMessage, subscription: Subscription, body: string): object {
  const { region, unsubscribeUrl } = placeOf(subscription);
  const attributes = typedAttributes(message.attributes);
  return {
    Type: "Notification",
    MessageId: message.id,
    ...(message.sequence !== undefined && { SequenceNumber: sequenceNumber(message.sequence) }),
    TopicArn: message.topicArn,
    ...(message.subject !== undefined && { Subject: message.subject }),
    Message: body,
    Timestamp: new Date(message.timestamp).toISOString(),
    // Messages of FIFO topics are not signed.
    ...(message.sequence === undefined && {
      SignatureVersion: signatureVersionOf(subscription),
      Signature: signatureOf(message, body),
      SigningCertURL: `https://sns.${region}.${urlSuffixOf(region)}/${CERTIFICATE}`,
    }),
    UnsubscribeURL: unsubscribeUrl,
    ...(attributes && { MessageAttributes: attributes }),
  };
}

/** The event that Lambda functions get. */
export function lambdaEventFor(message: TopicMessage, subscription: Subscription, body: string): object {
  const { region, unsubscribeUrl } = placeOf(subscription);
  return {
    Records: [
      {
        EventSource: "aws:sns",
        EventVersion: "1.0",
        EventSubscriptionArn: subscription.arn,
        Sns: {
          Type: "Notification",
          MessageId: message.id,
          TopicArn: message.topicArn,
          Subject: message.subject ?? null,
          Message: body,
          Timestamp: new Date(message.timestamp).toISOString(),
          SignatureVersion: signatureVersionOf(subscription),
          Signature: signatureOf(message, body),
          SigningCertUrl: `https://sns.${region}.${urlSuffixOf(region)}/${CERTIFICATE}`,
          UnsubscribeUrl: unsubscribeUrl,
          MessageAttributes: typedAttributes(message.attributes) ?? {},
        },
      },
    ],
  };
}

/** What an HTTP endpoint gets before its subscription is confirmed. */
export function confirmationFor(
  subscription: Subscription,
  messageId: string,
  timestamp: number,
  endpoint?: string,
): object {
  const { region } = placeOf(subscription);
  const { arn } = subscription.topic;
  const text = `You have chosen to subscribe to the topic ${arn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`;
  return {
    Type: "SubscriptionConfirmation",
    MessageId: messageId,
    Token: subscription.token,
    TopicArn: arn,
    Message: text,
    SubscribeURL: `${endpoint ?? `https://sns.${region}.${urlSuffixOf(region)}`}/?Action=ConfirmSubscription&TopicArn=${arn}&Token=${subscription.token}`,
    Timestamp: new Date(timestamp).toISOString(),
    SignatureVersion: signatureVersionOf(subscription),
    Signature: createHash("sha256").update(text).digest("base64"),
    SigningCertURL: `https://sns.${region}.${urlSuffixOf(region)}/${CERTIFICATE}`,
  };
}

function signatureVersionOf({ topic }: Subscription): string {
  return topic.attributes["SignatureVersion"] ?? "1";
}

export function sequenceNumber(sequence: number): string {
  return `1${String(sequence).padStart(19, "0")}`;
}

function placeOf({ arn, topic }: Subscription): { region: string; unsubscribeUrl: string } {
  const region = topic.arn.split(":")[3]!;
  return {
    region,
    unsubscribeUrl: `https://sns.${region}.${urlSuffixOf(region)}/?Action=Unsubscribe&SubscriptionArn=${arn}`,
  };
}

/** Looks like a signature; only AWS could make one that its certificate verifies. */
function signatureOf(message: TopicMessage, body: string): string {
  return createHash("sha256").update(`${message.id}\n${message.topicArn}\n${body}`).digest("base64");
}

function typedAttributes(attributes: MessageAttributes): Record<string, object> | undefined {
  const entries = Object.entries(attributes);
  if (entries.length === 0) return undefined;
  return Object.fromEntries(
    entries.map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        Type: DataType,
        Value: DataType.startsWith("Binary") ? bytesOf(BinaryValue).toString("base64") : StringValue,
      },
    ]),
  );
}
