import { randomUUID } from "node:crypto";
import {
  controlMessage,
  encodeSubscription,
  encodeSubscriptionBytes,
  type SubscriptionInput,
} from "cumulog/semantics";
import type { Cloud } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import { findDestination } from "./destination.ts";
import { invalidParameter } from "./errors.ts";
import type { LogsService } from "./logs-service.ts";

/** Who calls destinations. */
const CALLER = { principal: "logs.amazonaws.com" } as const;
/** Bytes of what a destination takes in one piece, less what stands around the payload. */
const LARGEST_PAYLOAD = 1_048_576 - 64;

/** What a subscription sends, and where. */
export interface SubscriptionSend {
  readonly destinationArn: string;
  /** `"Random"` spreads over the shards of a stream; else a log stream stays in one. */
  readonly distribution?: string | undefined;
  /** ARN of the log group, with `:*`. */
  readonly sourceArn: string;
  readonly payload: SubscriptionInput;
}

/**
 * Sends a payload to a function, a data stream or a delivery stream.
 *
 * @returns false, without having sent anything, when the payload is too large in one piece
 * @throws ServiceError of the destination's service
 */
export async function sendToDestination(service: LogsService, send: SubscriptionSend): Promise<boolean> {
  const { cloud } = service;
  const arn = targetOf(service, send.destinationArn);
  const vendor = vendorOf(arn);
  if (vendor === "lambda") {
    const data = encodeSubscription(send.payload);
    if (data.length > LARGEST_PAYLOAD && send.payload.logEvents.length > 1) return false;
    await cloud.call(
      "lambda",
      "Invoke",
      {
        FunctionName: arn,
        InvocationType: "Event",
        Payload: JSON.stringify({ awslogs: { data } }),
        SourceArn: send.sourceArn,
      },
      CALLER,
    );
    return true;
  }
  const data = encodeSubscriptionBytes(send.payload);
  if (data.length > LARGEST_PAYLOAD && send.payload.logEvents.length > 1) return false;
  await putRecord(cloud, arn, data, send.distribution === "Random" ? randomUUID() : send.payload.logStream);
  return true;
}

/** Has the destination answer, as CloudWatch Logs does before it accepts a filter. @throws ServiceError */
export async function checkDestination(
  service: LogsService,
  destinationArn: string,
  sourceArn: string,
): Promise<void> {
  const { cloud } = service;
  const arn = targetOf(service, destinationArn);
  const vendor = vendorOf(arn);
  if (vendor === "lambda") return checkFunction(cloud, arn, sourceArn);
  const kind = STREAMS[vendor];
  if (!kind)
    throw invalidParameter(
      `Could not deliver test message to specified destination ${arn}: destinations are Lambda functions, Kinesis streams, Firehose streams and logical destinations.`,
    );
  try {
    const { clock } = cloud;
    const probe = encodeSubscriptionBytes(controlMessage(kind.probed, clock.now()));
    await putRecord(cloud, arn, probe, randomUUID());
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw invalidParameter(
      `Could not deliver test message to specified ${kind.name} stream. Check if the given ${kind.name} stream is in ACTIVE state.`,
    );
  }
}

const STREAMS: Readonly<
  Record<string, { readonly name: string; readonly probed: "Kinesis stream" | "Firehose" }>
> = {
  kinesis: { name: "Kinesis", probed: "Kinesis stream" },
  firehose: { name: "Firehose", probed: "Firehose" },
};

async function checkFunction(cloud: Cloud, arn: string, sourceArn: string): Promise<void> {
  if (!(await cloud.has("lambda", "Invoke"))) return;
  try {
    const input = { FunctionName: arn, InvocationType: "DryRun", SourceArn: sourceArn };
    await cloud.call("lambda", "Invoke", input, CALLER);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw invalidParameter(
      "Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.",
    );
  }
}

async function putRecord(cloud: Cloud, arn: string, Data: Buffer, PartitionKey: string): Promise<void> {
  const name = arn.split("/").at(-1);
  if (vendorOf(arn) === "kinesis")
    await cloud.call("kinesis", "PutRecord", { StreamName: name, Data, PartitionKey }, CALLER);
  else await cloud.call("firehose", "PutRecord", { DeliveryStreamName: name, Record: { Data } }, CALLER);
}

/** What stands behind a logical destination. */
function targetOf(service: LogsService, arn: string): string {
  const name = /^arn:[^:]+:logs:[^:]*:\d*:destination:(.+)$/.exec(arn)?.[1];
  return name === undefined ? arn : findDestination(service, name).targetArn!;
}

const vendorOf = (arn: string): string => arn.split(":")[2] ?? "";
