import { randomUUID } from "node:crypto";
import { gunzipSync } from "node:zlib";
import type { Processor } from "@aws-sdk/client-firehose";
import type { Cloud } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import { callFunction } from "../lambda/event-sources/call-function.ts";
import type { DeliveryStream } from "./delivery-stream.ts";
import { delimitedRecords, jsonDocuments } from "./sub-records.ts";

/** A record that goes on, or is for the folder of errors. */
interface Processed {
  readonly kind: "ok" | "failed";
  readonly data: Buffer;
}

/** Gives what becomes of a record: none when it is dropped, several when it is divided. */
type Step = (data: Buffer) => readonly Processed[] | Promise<readonly Processed[]>;

const parameterOf = ({ Parameters = [] }: Processor, name: string): string | undefined =>
  Parameters.find(({ ParameterName }) => ParameterName === name)?.ParameterValue;

const ok = (data: Buffer): readonly Processed[] => [{ kind: "ok", data }];
const failed = (data: Buffer): readonly Processed[] => [{ kind: "failed", data }];

function processorsOf({ destination: { ProcessingConfiguration } }: DeliveryStream): readonly Processor[] {
  const { Enabled = true, Processors = [] } = ProcessingConfiguration ?? {};
  return Enabled ? Processors : [];
}

/** What a stream does with each record before it is delivered, in the order of its configuration. */
export function processingOf(cloud: Cloud, stream: DeliveryStream): readonly Step[] {
  return processorsOf(stream).flatMap((processor) => stepsOf(cloud, stream, processor));
}

/** Whether records are divided into those within them, so that each of these is one, of whatever lines. */
export function dividesRecords(stream: DeliveryStream): boolean {
  return processorsOf(stream).some(({ Type }) => Type === "RecordDeAggregation");
}

/** @throws ServiceError for a processor that the local cloud does not run */
export function checkProcessing(cloud: Cloud, stream: DeliveryStream): void {
  processingOf(cloud, stream);
}

/** Takes a record, and what it is divided into, through the steps. */
export async function processed(steps: readonly Step[], data: Buffer): Promise<readonly Processed[]> {
  let current = ok(data);
  for (const step of steps) {
    const next: (readonly Processed[])[] = [];
    for (const one of current) next.push(one.kind === "ok" ? await step(one.data) : [one]);
    current = next.flat();
  }
  return current;
}

function stepsOf(cloud: Cloud, stream: DeliveryStream, processor: Processor): Step[] {
  switch (processor.Type) {
    // The keys of the partitions of lines are read when they are taken to their folders.
    case "MetadataExtraction":
      return [];
    case "RecordDeAggregation":
      return [divided(processor, delimits(stream) ? "" : "\n")];
    case "Decompression":
      return [decompressed];
    case "CloudWatchLogProcessing":
      return parameterOf(processor, "DataMessageExtraction") === "true" ? [messagesOf] : [];
    case "AppendDelimiterToRecord": {
      const delimiter = (parameterOf(processor, "Delimiter") ?? "\\n").replaceAll("\\n", "\n");
      return [(data) => ok(Buffer.concat([data, Buffer.from(delimiter)]))];
    }
    case "Lambda":
      return [(data) => transformed(cloud, stream, parameterOf(processor, "LambdaArn") ?? "", data)];
    default:
      throw new ServiceError("InvalidArgumentException", `There is no processor ${processor.Type}.`);
  }
}

/** Whether the stream is told what ends a record. */
function delimits(stream: DeliveryStream): boolean {
  return processorsOf(stream).some(({ Type }) => Type === "AppendDelimiterToRecord");
}

/**
 * The records within a record.
 * https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning-multirecord-deaggergation.html
 *
 * @param end what each ends with
 * @throws ServiceError for records without a delimiter that are not JSON
 */
function divided(processor: Processor, end: string): Step {
  const type = parameterOf(processor, "SubRecordType");
  const delimiter = Buffer.from(parameterOf(processor, "Delimiter") ?? "", "base64");
  if (type !== "JSON" && (type !== "DELIMITED" || delimiter.length === 0))
    throw new ServiceError(
      "InvalidArgumentException",
      "RecordDeAggregation: expected SubRecordType JSON, or DELIMITED with a Delimiter in base64.",
    );
  return (data) => {
    const records = type === "JSON" ? jsonDocuments(data) : delimitedRecords(data, delimiter);
    if (!records) return failed(data);
    const ending = Buffer.from(end);
    return records.map((record) => ({ kind: "ok", data: Buffer.concat([record, ending]) }));
  };
}

/** https://docs.aws.amazon.com/firehose/latest/dev/writing-with-cloudwatch-logs-decompression.html */
function decompressed(data: Buffer): readonly Processed[] {
  try {
    return ok(gunzipSync(data));
  } catch {
    return failed(data);
  }
}

/** The messages alone of what a subscription sends, a line each; its control messages have none. */
function messagesOf(data: Buffer): readonly Processed[] {
  try {
    const { messageType, logEvents } = JSON.parse(data.toString("utf8")) as {
      readonly messageType?: string;
      readonly logEvents: readonly { readonly message: string }[];
    };
    if (messageType === "CONTROL_MESSAGE") return [];
    return ok(Buffer.from(logEvents.map(({ message }) => `${message}\n`).join("")));
  } catch {
    return failed(data);
  }
}

interface Answer {
  readonly records?: readonly {
    readonly recordId: string;
    readonly result: string;
    readonly data?: string;
  }[];
}

/** One call of the function for each record. https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-status-model.html */
async function transformed(
  cloud: Cloud,
  stream: DeliveryStream,
  functionArn: string,
  data: Buffer,
): Promise<readonly Processed[]> {
  const recordId = randomUUID();
  const event = {
    invocationId: randomUUID(),
    deliveryStreamArn: stream.arn,
    region: cloud.region,
    records: [{ recordId, approximateArrivalTimestamp: cloud.clock.now(), data: data.toString("base64") }],
  };
  const called = await callFunction(cloud, functionArn, event, randomUUID());
  const answer = called.kind === "answered" ? answerOf(called.payload, recordId) : undefined;
  if (answer?.result === "Dropped") return [];
  if (answer?.result === "Ok") return ok(Buffer.from(answer.data ?? "", "base64"));
  return failed(data);
}

/** What the function says of a record; undefined when it has answered something else. */
function answerOf(payload: string, id: string): NonNullable<Answer["records"]>[number] | undefined {
  try {
    return (JSON.parse(payload) as Answer | null)?.records?.find(({ recordId }) => recordId === id);
  } catch {
    return undefined;
  }
}

/** A record that was not processed, as the folder of errors has it. */
export function failedRecord(data: Buffer, now: number): string {
  return JSON.stringify({
    attemptsMade: 1,
    arrivalTimestamp: now,
    errorCode: "ProcessingFailed",
    attemptEndingTimestamp: now,
    rawData: data.toString("base64"),
  });
}
