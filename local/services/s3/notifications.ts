import { randomBytes, randomUUID } from "node:crypto";
import type { NotificationConfiguration } from "@aws-sdk/client-s3";
import { bucketArnOf, queueUrlOf } from "../../kernel/arn.ts";
import type { Cloud } from "../../kernel/cloud.ts";
import type { Input } from "../../kernel/service.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import type { Bucket } from "./bucket.ts";
import { type NotificationTarget, targetsOf, wants } from "./notification-configuration.ts";
import type { ObjectEvent, StoredObject } from "./object.ts";

/** Who tells. */
const CALLER = { principal: "s3.amazonaws.com" } as const;
/** What the event bus calls the operations behind the events. */
const REASONS: Readonly<Record<string, string>> = {
  "ObjectCreated:Put": "PutObject",
  "ObjectCreated:Copy": "CopyObject",
  "ObjectCreated:CompleteMultipartUpload": "CompleteMultipartUpload",
  "ObjectRemoved:Delete": "DeleteObject",
};

/**
 * Tells functions, queues, topics and the event bus of objects that were made or removed.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html
 */
export class BucketNotifications {
  readonly #cloud: Cloud;
  #told = 0;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  tell(event: ObjectEvent, bucket: Bucket, object: StoredObject): void {
    const configuration = bucket.configuration.get("notification") as
      | Input<NotificationConfiguration>
      | undefined;
    if (!configuration) return;
    // Events of one key are in the order of this number, as long as it has as many digits.
    const sequencer = (this.#cloud.clock.now() * 1_000 + (this.#told++ % 1_000))
      .toString(16)
      .padStart(18, "0");
    for (const target of targetsOf(configuration))
      if (wants(target, event, object.key))
        this.#cloud.track(
          this.#send(target, bucket, this.#message(target, event, bucket, object, sequencer)),
        );
    if (configuration.EventBridgeConfiguration) this.#tellBus(event, bucket, object, sequencer);
  }

  /**
   * Has the targets of a configuration take a test message, functions be callable.
   *
   * @throws ServiceError `InvalidArgument` when one cannot be told
   */
  async test(bucket: Bucket, targets: readonly NotificationTarget[]): Promise<void> {
    for (const target of targets)
      try {
        if (target.arn.split(":")[2] === "lambda")
          await this.#invoke(target.arn, bucket, { InvocationType: "DryRun" });
        else await this.#send(target, bucket, this.#testMessage(bucket), true);
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        throw new ServiceError(
          "InvalidArgument",
          "Unable to validate the following destination configurations",
          { details: { ArgumentName: target.arn, ArgumentValue: error.message } },
        );
      }
  }

  async #send({ arn }: NotificationTarget, bucket: Bucket, body: object, failing = false): Promise<void> {
    const text = JSON.stringify(body);
    try {
      switch (arn.split(":")[2]) {
        case "lambda":
          await this.#invoke(arn, bucket, { InvocationType: "Event", Payload: Buffer.from(text) });
          break;
        case "sqs":
          await this.#cloud.call(
            "sqs",
            "SendMessage",
            { QueueUrl: queueUrlOf(arn), MessageBody: text },
            CALLER,
          );
          break;
        default:
          await this.#cloud.call(
            "sns",
            "Publish",
            { TopicArn: arn, Message: text, Subject: "Amazon S3 Notification" },
            CALLER,
          );
      }
    } catch (error) {
      // A target that is gone misses what it was to be told, as in AWS.
      if (failing || !(error instanceof ServiceError)) throw error;
    }
  }

  async #invoke(arn: string, bucket: Bucket, input: object): Promise<void> {
    const SourceArn = bucketArnOf(this.#cloud, bucket.name);
    await this.#cloud.call("lambda", "Invoke", { FunctionName: arn, SourceArn, ...input }, CALLER);
  }

  /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
  #message(
    { id }: NotificationTarget,
    event: ObjectEvent,
    { name }: Bucket,
    { key, size, etag }: StoredObject,
    sequencer: string,
  ): object {
    const { region, accountId, clock } = this.#cloud;
    const isCreated = event.startsWith("ObjectCreated");
    return {
      Records: [
        {
          eventVersion: "2.1",
          eventSource: "aws:s3",
          awsRegion: region,
          eventTime: new Date(clock.now()).toISOString(),
          eventName: event,
          userIdentity: { principalId: `AWS:${accountId}` },
          requestParameters: { sourceIPAddress: "127.0.0.1" },
          responseElements: {
            "x-amz-request-id": randomBytes(8).toString("hex").toUpperCase(),
            "x-amz-id-2": randomBytes(32).toString("base64"),
          },
          s3: {
            s3SchemaVersion: "1.0",
            configurationId: id === "" ? randomUUID() : id,
            bucket: {
              name,
              ownerIdentity: { principalId: accountId },
              arn: bucketArnOf(this.#cloud, name),
            },
            object: {
              key: formEncoded(key),
              ...(isCreated && { size, eTag: etag.replaceAll('"', "") }),
              sequencer,
            },
          },
        },
      ],
    };
  }

  #testMessage({ name }: Bucket): object {
    return {
      Service: "Amazon S3",
      Event: "s3:TestEvent",
      Time: new Date(this.#cloud.clock.now()).toISOString(),
      Bucket: name,
      RequestId: randomBytes(8).toString("hex").toUpperCase(),
      HostId: randomBytes(32).toString("base64"),
    };
  }

  /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
  #tellBus(event: ObjectEvent, { name }: Bucket, { key, size, etag }: StoredObject, sequencer: string): void {
    const isCreated = event.startsWith("ObjectCreated");
    this.#cloud.events.emit("service-event", {
      source: "aws.s3",
      detailType: isCreated ? "Object Created" : "Object Deleted",
      time: this.#cloud.clock.now(),
      resources: [bucketArnOf(this.#cloud, name)],
      detail: () => ({
        version: "0",
        bucket: { name },
        object: { key, ...(isCreated && { size, etag: etag.replaceAll('"', "") }), sequencer },
        "request-id": randomBytes(8).toString("hex").toUpperCase(),
        requester: this.#cloud.accountId,
        "source-ip-address": "127.0.0.1",
        reason: REASONS[event],
        ...(!isCreated && { "deletion-type": "Permanently Deleted" }),
      }),
    });
  }
}

/** Keys come as in a form: with `+` for spaces. */
function formEncoded(key: string): string {
  return encodeURIComponent(key).replaceAll("%2F", "/").replaceAll("%20", "+");
}
