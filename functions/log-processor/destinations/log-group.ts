import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { batchesOf, inChronologicalOrder } from "cumulog/delivery";
import { LOG_STREAM_NAME_MAX_LENGTH, PUT_LOG_EVENTS_LIMITS } from "cumulog/semantics";
import { abortAt } from "../../shared/deadline.ts";
import type { DestinationConfiguration } from "../configuration.ts";
import { type EventSource, type FailedEvent, messageBytes, type OutgoingEvent } from "../event.ts";
import { type Destination, sendBisecting } from "./destination.ts";

/** Retries of a throttled or failing call. */
const ATTEMPTS = 6;
const REFUSALS = new Set(["InvalidParameterException", "SerializationException", "ValidationException"]);

/**
 * Another log group. The body of PutLogEvents is put together from the raw messages, without parsing one. CloudWatch Logs
 * does not recognize an event that it already has, so a call that failed after it was stored is stored again by its retry.
 */
export function logGroup(configuration: DestinationConfiguration & { type: "log-group" }): Destination {
  let client: CloudWatchLogsClient | undefined;
  return {
    name: configuration.name,
    logGroup: configuration.logGroup,
    async forward(events, source, deadline, delivered) {
      const sdk = await import("../../shared/clients/cloudwatch-logs.ts");
      client ??= new sdk.CloudWatchLogsClient({ maxAttempts: ATTEMPTS });
      const stream = streamName(configuration.logStream, source);
      const failed: FailedEvent[] = [];
      const send = async (batch: readonly OutgoingEvent[]) => {
        const signal = abortAt(deadline);
        return putRaw(sdk, client!, configuration.logGroup, stream, batch, signal);
      };
      for (const batch of batchesOf(inChronologicalOrder(events), PUT_LOG_EVENTS_LIMITS, messageBytes)) {
        failed.push(...(await sendBisecting(batch, send, (error) => REFUSALS.has(error.name), delivered)));
      }
      return failed;
    },
  };
}

type Sdk = typeof import("../../shared/clients/cloudwatch-logs.ts");

async function putRaw(
  sdk: Sdk,
  client: CloudWatchLogsClient,
  group: string,
  stream: string,
  batch: readonly OutgoingEvent[],
  abortSignal: AbortSignal,
): Promise<readonly FailedEvent[]> {
  const body = putLogEventsBody(group, stream, batch);
  const put = () => {
    const command = new sdk.PutLogEventsCommand({
      logGroupName: group,
      logStreamName: stream,
      logEvents: [],
    });
    command.middlewareStack.add(
      (next) => (args) => {
        (args.request as { body: unknown }).body = body;
        return next(args);
      },
      { step: "build", priority: "high", name: "rawLogEvents" },
    );
    return client.send(command, { abortSignal });
  };
  let answer: Awaited<ReturnType<typeof put>>;
  try {
    answer = await put();
  } catch (error) {
    if ((error as Error).name !== "ResourceNotFoundException") throw error;
    await createStream(sdk, client, group, stream);
    answer = await put();
  }
  const info = answer.rejectedLogEventsInfo;
  if (info === undefined) return [];
  const tooOldEnd = Math.max(info.tooOldLogEventEndIndex ?? 0, info.expiredLogEventEndIndex ?? 0);
  const tooNewStart = info.tooNewLogEventStartIndex ?? batch.length;
  return batch.flatMap((event, index) => {
    if (index < tooOldEnd)
      return [{ event, reason: "CloudWatch Logs: the event is too old for the log group" }];
    return index >= tooNewStart
      ? [{ event, reason: "CloudWatch Logs: the event lies too far in the future" }]
      : [];
  });
}

/** Body of a PutLogEvents call. */
export function putLogEventsBody(group: string, stream: string, batch: readonly OutgoingEvent[]): Buffer {
  const head = `{"logGroupName":${JSON.stringify(group)},"logStreamName":${JSON.stringify(stream)},"logEvents":[`;
  const size = batch.reduce((sum, event) => sum + messageBytes(event) + EVENT_BYTES, 0);
  const body = Buffer.allocUnsafe(Buffer.byteLength(head) + size + 2);
  let at = body.write(head);
  for (let index = 0; index < batch.length; index += 1) {
    const event = batch[index]!;
    const { escaped } = event;
    at += body.write(`${index === 0 ? "" : ","}{"timestamp":${event.timestamp},"message":`, at, "latin1");
    at +=
      escaped === undefined
        ? body.write(event.rawMessage, at)
        : escaped.payload.bytes.copy(body, at, escaped.start - 1, escaped.end + 1);
    at += body.write("}", at, "latin1");
  }
  at += body.write("]}", at, "latin1");
  return body.subarray(0, at);
}

/** Most bytes of an event in a body that are not its message: names, signs, quotes and the longest number. */
const EVENT_BYTES = 64;

async function createStream(
  sdk: Sdk,
  client: CloudWatchLogsClient,
  group: string,
  stream: string,
): Promise<void> {
  try {
    await client.send(new sdk.CreateLogStreamCommand({ logGroupName: group, logStreamName: stream }));
  } catch (error) {
    if ((error as Error).name !== "ResourceAlreadyExistsException") throw error;
  }
}

function streamName(template: string, source: EventSource): string {
  const name = template
    .replaceAll("{logGroup}", source.logGroup)
    .replaceAll("{logStream}", source.logStream)
    .replaceAll("{account}", source.owner);
  return name.replace(/[:*]/g, "_").slice(0, LOG_STREAM_NAME_MAX_LENGTH);
}
