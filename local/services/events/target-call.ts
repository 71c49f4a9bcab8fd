import { randomUUID } from "node:crypto";
import { queueUrlOf } from "../../kernel/arn.ts";
import type { Cloud } from "../../kernel/cloud.ts";
import type { BusEvent } from "./event.ts";
import { compileJsonPath } from "./json-path.ts";
import type { Rule, RuleTarget } from "./rule.ts";

/** Who calls targets. */
export const CALLER = { principal: "events.amazonaws.com" } as const;

export interface TargetCall {
  readonly rule: Rule;
  readonly target: RuleTarget;
  readonly event: BusEvent;
  /** What the target gets. */
  readonly input: string;
}

/** How targets are called, by the service in their ARNs. */
const CALLS: Readonly<Record<string, (cloud: Cloud, call: TargetCall) => Promise<unknown>>> = {
  lambda: (cloud, { rule, target, input }) =>
    cloud.call(
      "lambda",
      "Invoke",
      { FunctionName: target.Arn, InvocationType: "Event", Payload: Buffer.from(input), SourceArn: rule.arn },
      CALLER,
    ),
  sqs: (cloud, { target, input }) =>
    cloud.call(
      "sqs",
      "SendMessage",
      {
        QueueUrl: queueUrlOf(target.Arn),
        MessageBody: input,
        ...(target.SqsParameters?.MessageGroupId !== undefined && {
          MessageGroupId: target.SqsParameters.MessageGroupId,
        }),
      },
      CALLER,
    ),
  sns: (cloud, { target, input }) =>
    cloud.call("sns", "Publish", { TopicArn: target.Arn, Message: input }, CALLER),
  firehose: (cloud, { target, input }) =>
    cloud.call(
      "firehose",
      "PutRecord",
      { DeliveryStreamName: target.Arn.split("/").at(-1), Record: { Data: Buffer.from(input) } },
      CALLER,
    ),
  kinesis: (cloud, { target, event, input }) => {
    const path = target.KinesisParameters?.PartitionKeyPath;
    const found = path === undefined ? undefined : compileJsonPath(path)?.(event);
    return cloud.call(
      "kinesis",
      "PutRecord",
      {
        StreamName: target.Arn.split("/").at(-1),
        Data: Buffer.from(input),
        PartitionKey: typeof found === "string" && found !== "" ? found : event.id,
      },
      CALLER,
    );
  },
  logs: toLogGroup,
};

/** Whether the local cloud calls targets of a service; others are shown in the inbox. */
export const callsTarget = (service: string): boolean => Object.hasOwn(CALLS, service);

/**
 * Gives a target its input.
 *
 * @throws ServiceError of the target's service
 */
export async function callTarget(cloud: Cloud, call: TargetCall): Promise<void> {
  const { rule, target, event, input } = call;
  const service = target.Arn.split(":")[2]!;
  if (callsTarget(service)) {
    await CALLS[service]!(cloud, call);
    return;
  }
  cloud.events.emit("notification", {
    id: event.id,
    timestamp: cloud.clock.now(),
    protocol: service,
    to: target.Arn,
    subject: event["detail-type"],
    body: input,
    from: rule.arn,
  });
}

/** A log event of the event itself, or of the members `timestamp` and `message` of what a target makes of it. */
async function toLogGroup(cloud: Cloud, { target, event, input }: TargetCall): Promise<void> {
  const logGroupName = /:log-group:([^:]+)/.exec(target.Arn)?.[1];
  const made = target.InputTransformer && messageOf(input);
  const logStreamName = randomUUID();
  await cloud.call("logs", "CreateLogStream", { logGroupName, logStreamName }, CALLER);
  await cloud.call(
    "logs",
    "PutLogEvents",
    {
      logGroupName,
      logStreamName,
      logEvents: [
        { timestamp: made?.timestamp ?? new Date(event.time).getTime(), message: made?.message ?? input },
      ],
    },
    CALLER,
  );
}

function messageOf(input: string): { timestamp: number; message: string } | undefined {
  try {
    const { timestamp, message } = JSON.parse(input) as { timestamp?: unknown; message?: unknown };
    const time = typeof timestamp === "string" ? new Date(timestamp).getTime() : Number(timestamp);
    if (Number.isNaN(time) || message === undefined) return undefined;
    return { timestamp: time, message: typeof message === "string" ? message : JSON.stringify(message) };
  } catch {
    return undefined;
  }
}
