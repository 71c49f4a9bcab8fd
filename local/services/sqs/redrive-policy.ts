import { ServiceError } from "../../kernel/service-error.ts";
import type { Queue } from "./queue.ts";

export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** @throws ServiceError when the policy is malformed */
export function readRedrivePolicy(text: string): RedrivePolicy {
  if (!isDocument(text)) throw invalid(text, "Redrive policy is not a valid JSON map.");
  const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(text) as Record<string, unknown>;
  if (typeof deadLetterTargetArn !== "string")
    throw invalid(text, "Redrive policy does not contain mandatory attribute: deadLetterTargetArn.");
  if (maxReceiveCount === undefined)
    throw invalid(text, "Redrive policy does not contain mandatory attribute: maxReceiveCount.");
  if (!/^arn:aws[\w-]*:sqs:[^:]+:\d{12}:[^:]+$/.test(deadLetterTargetArn))
    throw invalid(text, "Invalid value for deadLetterTargetArn.");
  const count = Number(maxReceiveCount);
  if (!(Number.isInteger(count) && count >= 1 && count <= 1_000))
    throw invalid(
      text,
      `Invalid value for maxReceiveCount: ${String(maxReceiveCount)}, valid values are from 1 to 1000 both inclusive.`,
    );
  return { deadLetterTargetArn, maxReceiveCount: count };
}

/** A policy as it is shown: its count is a number, however it was given. @throws ServiceError as above */
export function normalRedrivePolicy(text: string): string {
  const policy = readRedrivePolicy(text);
  const given = JSON.parse(text) as Record<string, unknown>;
  return typeof given["maxReceiveCount"] === "number" ? text : JSON.stringify({ ...given, ...policy });
}

/**
 * Checks that the dead-letter queue of a policy is there and of the queue's own kind.
 *
 * @throws ServiceError
 */
export function checkDeadLetterQueue(
  text: string,
  fifo: boolean,
  find: (arn: string) => Queue | undefined,
): void {
  const target = find(readRedrivePolicy(text).deadLetterTargetArn);
  if (!target) throw invalid(text, "Dead letter target does not exist.");
  if (target.fifo !== fifo)
    throw invalid(text, "Dead-letter queue must be same type of queue as the source.");
}

/** Whether a text is a JSON object or array. */
export function isDocument(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null;
  } catch {
    return false;
  }
}

function invalid(text: string, reason: string): ServiceError {
  return new ServiceError(
    "InvalidParameterValue",
    `Value ${text} for parameter RedrivePolicy is invalid. Reason: ${reason}`,
  );
}
