import { queueUrlOf } from "../../kernel/arn.ts";
import type { Cloud } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import type { RuleMetrics } from "./service-metrics.ts";
import { CALLER, callTarget, type TargetCall } from "./target-call.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html */
const MOST_RETRIES = 185;
const GREATEST_AGE_SECONDS = 86_400;
const FIRST_WAIT_MS = 1_000;
/** The waits are not documented, beside that they grow exponentially. */
const LONGEST_WAIT_MS = 600_000;

/** Calls targets, tries again on the cloud's clock what may pass, and gives the rest to dead-letter queues. */
export class TargetDelivery {
  readonly #cloud: Cloud;
  readonly #metrics: RuleMetrics;

  constructor(cloud: Cloud, metrics: RuleMetrics) {
    this.#cloud = cloud;
    this.#metrics = metrics;
  }

  deliver(call: TargetCall): void {
    this.#metrics.count(call.rule, "Invocations");
    this.#cloud.track(this.#attempt(call, this.#cloud.clock.now(), 0));
  }

  async #attempt(call: TargetCall, since: number, retries: number): Promise<void> {
    this.#metrics.count(call.rule, "InvocationAttempts");
    if (retries > 0) this.#metrics.count(call.rule, "RetryInvocationAttempts");
    try {
      await callTarget(this.#cloud, call);
      this.#metrics.count(call.rule, "SuccessfulInvocationAttempts");
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      await this.#failed(call, error, since, retries);
    }
  }

  async #failed(call: TargetCall, error: ServiceError, since: number, retries: number): Promise<void> {
    const { clock } = this.#cloud;
    const { MaximumRetryAttempts = MOST_RETRIES, MaximumEventAgeInSeconds = GREATEST_AGE_SECONDS } =
      call.target.RetryPolicy ?? {};
    const wait = Math.min(FIRST_WAIT_MS * 2 ** retries, LONGEST_WAIT_MS);
    const isTooOld = clock.now() + wait - since > MaximumEventAgeInSeconds * 1_000;
    if (mayPass(error) && retries < MaximumRetryAttempts && !isTooOld) {
      clock.after(wait, () => this.#cloud.track(this.#attempt(call, since, retries + 1)));
      return;
    }
    this.#metrics.count(call.rule, "FailedInvocations");
    await this.#toDeadLetters(call, error, {
      RETRY_ATTEMPTS: String(retries),
      ...(mayPass(error) && {
        EXHAUSTED_RETRY_CONDITION:
          retries >= MaximumRetryAttempts ? "MaximumRetryAttempts" : "MaximumEventAgeInSeconds",
      }),
    });
  }

  /** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
  async #toDeadLetters(
    { rule, target, input }: TargetCall,
    error: ServiceError,
    attempts: Readonly<Record<string, string>>,
  ): Promise<void> {
    const arn = target.DeadLetterConfig?.Arn;
    if (arn === undefined) return;
    const attributes = {
      RULE_ARN: rule.arn,
      TARGET_ARN: target.Arn,
      ERROR_CODE: DEAD_LETTER_CODES[error.code] ?? "SDK_CLIENT_ERROR",
      ERROR_MESSAGE: error.message,
      ...attempts,
    };
    try {
      await this.#cloud.call(
        "sqs",
        "SendMessage",
        {
          QueueUrl: queueUrlOf(arn),
          MessageBody: input,
          MessageAttributes: Object.fromEntries(
            Object.entries(attributes).map(([name, StringValue]) => [
              name,
              { DataType: "String", StringValue },
            ]),
          ),
        },
        CALLER,
      );
      this.#metrics.count(rule, "InvocationsSentToDlq");
    } catch (failure) {
      if (!(failure instanceof ServiceError)) throw failure;
      this.#metrics.count(rule, "InvocationsFailedToBeSentToDlq");
    }
  }
}

/** What a target that is busy or broken answers; a target that is gone or forbids the call stays so. */
function mayPass({ code, statusCode }: ServiceError): boolean {
  return statusCode === 429 || statusCode >= 500 || /Throttl|TooManyRequests/.test(code);
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
const DEAD_LETTER_CODES: Readonly<Record<string, string>> = {
  AccessDeniedException: "NO_PERMISSIONS",
  ResourceNotFoundException: "NO_RESOURCE",
  QueueDoesNotExist: "NO_RESOURCE",
  NotFoundException: "NO_RESOURCE",
  TooManyRequestsException: "THROTTLING",
  ThrottlingException: "THROTTLING",
  RequestThrottled: "THROTTLING",
};
