import { gzipSync } from "node:zlib";
import { eventId } from "./event-id.ts";
import type { SubscriptionLogEvent, SubscriptionPayload } from "./payload.ts";

/** What {@link encodeSubscription} takes: a payload in which the usual members may be left out. */
export interface SubscriptionInput
  extends Omit<SubscriptionPayload, "messageType" | "subscriptionFilters" | "logEvents"> {
  /** @default "DATA_MESSAGE" */
  readonly messageType?: SubscriptionPayload["messageType"];
  /** @default [] */
  readonly subscriptionFilters?: readonly string[];
  /** Events without an id get one from their timestamp, `batch` and their index. */
  readonly logEvents: readonly (Omit<SubscriptionLogEvent, "id"> & { readonly id?: string })[];
  /** The batch part of generated ids: 128 bits. @default 0n */
  readonly batch?: bigint;
}

/**
 * The payload as Lambda receives it in `event.awslogs.data`: base64 of gzip of JSON.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 */
export function encodeSubscription(input: SubscriptionInput): string {
  return encodeSubscriptionBytes(input).toString("base64");
}

/** The payload as a Kinesis or Firehose record carries it: gzip of JSON without a line break at its end. */
export function encodeSubscriptionBytes(input: SubscriptionInput): Buffer {
  return gzipSync(JSON.stringify(inMemberOrder(input)), { level: 6 });
}

/**
 * The message with which CloudWatch Logs probes a stream when a subscription filter is made.
 *
 * @param destination `"Kinesis stream"` or `"Firehose"`
 * @param timestamp milliseconds since the epoch
 */
export function controlMessage(
  destination: "Kinesis stream" | "Firehose",
  timestamp: number,
): SubscriptionPayload {
  const message = `CWL CONTROL MESSAGE: Checking health of destination ${destination}.`;
  return {
    messageType: "CONTROL_MESSAGE",
    owner: "CloudwatchLogs",
    logGroup: "",
    logStream: "",
    subscriptionFilters: [],
    logEvents: [{ id: "", timestamp, message }],
  };
}

function inMemberOrder({ batch = 0n, logEvents, ...members }: SubscriptionInput): SubscriptionPayload {
  const {
    messageType = "DATA_MESSAGE",
    owner,
    logGroup,
    logStream,
    subscriptionFilters = [],
    ...others
  } = members;
  const events = logEvents.map(({ id, timestamp, message, ...rest }, index) => ({
    id: id ?? eventId(Number(timestamp), batch, index),
    timestamp,
    message,
    ...rest,
  }));
  return { messageType, owner, logGroup, logStream, subscriptionFilters, logEvents: events, ...others };
}
