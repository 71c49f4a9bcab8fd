import { invalidParameter } from "./topic-directory.ts";

/**
 * The queue that takes what cannot be delivered.
 *
 * @throws ServiceError when the policy is malformed
 */
export function readRedrivePolicy(text: string): { readonly deadLetterTargetArn: string } {
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch {
    throw invalidParameter("RedrivePolicy: failed to parse JSON");
  }
  const arn = (policy as { deadLetterTargetArn?: unknown } | null)?.deadLetterTargetArn;
  if (typeof arn !== "string" || !/^arn:aws[\w-]*:sqs:/.test(arn))
    throw invalidParameter("RedrivePolicy: deadLetterTargetArn is an invalid arn");
  return { deadLetterTargetArn: arn };
}
