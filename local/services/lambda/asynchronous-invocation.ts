import { randomUUID } from "node:crypto";
import { queueUrlOf } from "../../kernel/arn.ts";
import type { Cloud } from "../../kernel/cloud.ts";
import type { DeployedFunction, EventInvokeConfig } from "./deployed-function.ts";
import type { InvocationResult } from "./function-definition.ts";

/** Waits before the first and the second retry. @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const RETRY_DELAYS_MS = [60_000, 120_000];
const DEFAULT_MAXIMUM_AGE_SECONDS = 21_600;

/** What a destination is told of an invocation, as far as it is read here. */
interface DestinationRecord {
  readonly requestContext: { readonly functionArn: string };
}

interface QueuedEvent {
  readonly requestId: string;
  readonly payload: string;
  readonly traceId: string | undefined;
  readonly qualifier: string;
  readonly queuedAt: number;
  readonly attempts: number;
}

/**
 * The queue of a function's asynchronous invocations: two retries on the cloud's clock, then the failure destination
 * and the dead-letter queue.
 */
export class AsynchronousInvocations {
  readonly #cloud: Cloud;
  readonly #find: (name: string) => DeployedFunction | undefined;

  constructor(cloud: Cloud, find: (name: string) => DeployedFunction | undefined) {
    this.#cloud = cloud;
    this.#find = find;
  }

  /** Queues an event. */
  queue(
    name: string,
    payload: string,
    {
      requestId,
      traceId,
      qualifier,
    }: {
      readonly requestId: string;
      readonly traceId: string | undefined;
      readonly qualifier: string;
    },
  ): void {
    const event = { requestId, payload, traceId, qualifier, queuedAt: this.#cloud.clock.now(), attempts: 0 };
    this.#cloud.track(this.#attempt(name, event));
  }

  async #attempt(name: string, event: QueuedEvent): Promise<void> {
    const deployed = this.#find(name);
    if (!deployed) return;
    const settings = deployed.eventInvokeConfigs.get(event.qualifier) ?? {};
    if (deployed.reservedConcurrency === 0) return this.#retry(name, event, undefined, settings);
    const result = await deployed.pool.invoke(event.payload, event.traceId, event.requestId);
    if (result.functionError === undefined) return this.#succeeded(deployed, event, result, settings);
    await this.#retry(name, { ...event, attempts: event.attempts + 1 }, result, settings);
  }

  async #retry(
    name: string,
    event: QueuedEvent,
    result: InvocationResult | undefined,
    settings: EventInvokeConfig,
  ) {
    const retries = settings.MaximumRetryAttempts ?? RETRY_DELAYS_MS.length;
    const oldest = (settings.MaximumEventAgeInSeconds ?? DEFAULT_MAXIMUM_AGE_SECONDS) * 1_000;
    const delay = RETRY_DELAYS_MS[Math.max(0, event.attempts - 1)] ?? RETRY_DELAYS_MS.at(-1)!;
    const tooOld = this.#cloud.clock.now() + delay - event.queuedAt > oldest;
    if (event.attempts > retries || tooOld)
      return this.#failed(
        name,
        event,
        result,
        tooOld && event.attempts <= retries ? "EventAgeExceeded" : "RetriesExhausted",
        settings,
      );
    this.#cloud.clock.after(delay, () => this.#cloud.track(this.#attempt(name, event)));
  }

  async #succeeded(
    deployed: DeployedFunction,
    event: QueuedEvent,
    result: InvocationResult,
    settings: EventInvokeConfig,
  ) {
    const destination = settings.DestinationConfig?.OnSuccess?.Destination;
    if (destination)
      await this.#deliver(
        destination,
        this.#record(deployed, { ...event, attempts: event.attempts + 1 }, result, "Success"),
        "Success",
      );
  }

  async #failed(
    name: string,
    event: QueuedEvent,
    result: InvocationResult | undefined,
    condition: string,
    settings: EventInvokeConfig,
  ) {
    const deployed = this.#find(name);
    if (!deployed) return;
    const destination = settings.DestinationConfig?.OnFailure?.Destination;
    if (destination)
      await this.#deliver(destination, this.#record(deployed, event, result, condition), "Failure");
    if (deployed.deadLetterArn) await this.#deadLetter(deployed.deadLetterArn, event, result);
  }

  /** @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
  #record(
    { pool }: DeployedFunction,
    event: QueuedEvent,
    result: InvocationResult | undefined,
    condition: string,
  ): string {
    return JSON.stringify({
      version: "1.0",
      timestamp: new Date(this.#cloud.clock.now()).toISOString(),
      requestContext: {
        requestId: event.requestId,
        functionArn: `${pool.definition.arn}:${event.qualifier}`,
        condition,
        approximateInvokeCount: event.attempts,
      },
      requestPayload: JSON.parse(event.payload) as unknown,
      ...(result && {
        responseContext: {
          statusCode: 200,
          executedVersion: pool.definition.version,
          ...(result.functionError && { functionError: result.functionError }),
        },
        responsePayload: JSON.parse(result.payload || "null") as unknown,
      }),
    });
  }

  async #deliver(arn: string, body: string, outcome: "Success" | "Failure"): Promise<void> {
    const service = arn.split(":")[2];
    const name = arn.split(":").slice(5).join(":");
    const context = { principal: "lambda.amazonaws.com" };
    if (service === "sqs")
      await this.#cloud.call("sqs", "SendMessage", { QueueUrl: queueUrlOf(arn), MessageBody: body }, context);
    else if (service === "sns")
      await this.#cloud.call("sns", "Publish", { TopicArn: arn, Message: body }, context);
    else if (service === "events")
      await this.#cloud.call(
        "events",
        "PutEvents",
        {
          Entries: [
            {
              EventBusName: arn,
              Source: "lambda",
              DetailType: `Lambda Function Invocation Result - ${outcome}`,
              Detail: body,
              Resources: [arn, (JSON.parse(body) as DestinationRecord).requestContext.functionArn],
            },
          ],
        },
        context,
      );
    else if (service === "lambda")
      this.queue(name.replace(/^function:/, "").split(":")[0]!, body, {
        requestId: randomUUID(),
        traceId: undefined,
        qualifier: "$LATEST",
      });
  }

  async #deadLetter(arn: string, event: QueuedEvent, result: InvocationResult | undefined): Promise<void> {
    const text = (value: string) => ({ DataType: "String", StringValue: value });
    const message = (JSON.parse(result?.payload || "{}") as { errorMessage?: string }).errorMessage ?? "";
    const attributes = {
      RequestID: text(event.requestId),
      ErrorCode: { DataType: "Number", StringValue: "200" },
      ...(message && { ErrorMessage: text(message.slice(0, 1_024)) }),
    };
    const context = { principal: "lambda.amazonaws.com" };
    if (arn.split(":")[2] === "sns")
      await this.#cloud.call(
        "sns",
        "Publish",
        { TopicArn: arn, Message: event.payload, MessageAttributes: attributes },
        context,
      );
    else
      await this.#cloud.call(
        "sqs",
        "SendMessage",
        { QueueUrl: queueUrlOf(arn), MessageBody: event.payload, MessageAttributes: attributes },
        context,
      );
  }
}
