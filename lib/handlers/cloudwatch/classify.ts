import type { Verdict } from "../../delivery/backend.ts";
import { retryAfterMs } from "../../delivery/backoff.ts";
import { connectionAdvice, connectionTrouble, statusAdvice } from "../../delivery/connection-trouble.ts";
import { isTransportFailure } from "../../delivery/transport-failure.ts";

const PASSING: ReadonlySet<string> = new Set([
  "ThrottlingException",
  "Throttling",
  "TooManyRequestsException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "LimitExceededException",
  "OperationAbortedException",
  "ServiceUnavailable",
  "ServiceUnavailableException",
  "InternalFailure",
  "InternalServerError",
  "RequestTimeoutException",
  "RequestAbortedException",
  "InvalidSequenceTokenException",
]);
/** Failures that what was sent may be the reason of. */
const FAILED_INSIDE: ReadonlySet<string> = new Set(["InternalFailure", "InternalServerError"]);
const DENIED: ReadonlySet<string> = new Set([
  "AccessDeniedException",
  "AccessDenied",
  "UnrecognizedClientException",
  "InvalidSignatureException",
  "SignatureDoesNotMatch",
  "ExpiredTokenException",
  "ExpiredToken",
  "InvalidClientTokenId",
  "MissingAuthenticationToken",
  "IncompleteSignature",
  "CredentialsProviderError",
  "OptInRequired",
  "InvalidAccessKeyId",
  "RequestExpired",
  "RequestTimeTooSkewed",
  "NotAuthorized",
  "UnknownOperationException",
]);
const BAD_INPUT: ReadonlySet<string> = new Set([
  "InvalidParameterException",
  "ValidationException",
  "ValidationError",
  "SerializationException",
  "RequestEntityTooLargeException",
  "MalformedHttpRequestException",
]);

const SERVICE = "CloudWatch Logs";

interface SdkError {
  readonly name?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly clockSkewCorrected?: boolean };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

/**
 * What a failed call of CloudWatch Logs asks for. ThrottlingException comes as HTTP 400.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/CommonErrors.html
 */
export function classifyCloudWatchError(error: unknown): Verdict {
  const { name = "Error", message = "", $metadata, $response } = (error ?? {}) as SdkError;
  const status = $metadata?.httpStatusCode ?? 0;
  if (name === "MissingPackageError") return { kind: "fatal", reason: name, advice: message };
  if (name === "ResourceNotFoundException") return { kind: "repair", reason: name };
  // The SDK has read the service's time from the answer and signs with it from now on.
  if ($metadata?.clockSkewCorrected) return { kind: "retry", reason: name };
  if (DENIED.has(name) || /could not load credentials|region is missing/i.test(message)) {
    const advice = `CloudWatch Logs cannot be written (${name}): check credentials, Region, clock and logs:PutLogEvents.`;
    return { kind: "fatal", reason: name, advice };
  }
  const trouble = connectionTrouble(error);
  const unreachable =
    trouble === undefined
      ? statusAdvice(SERVICE, status, $response?.headers?.["location"])
      : connectionAdvice(SERVICE, trouble);
  if (unreachable !== undefined)
    return { kind: "fatal", reason: trouble ?? `HTTP ${status}`, advice: unreachable };
  if (PASSING.has(name) || status === 429 || status >= 500 || isTransportFailure(error)) {
    const { code } = (error ?? {}) as { code?: unknown };
    return {
      kind: "retry",
      reason: name === "Error" && typeof code === "string" ? code : name,
      retryAfterMs: retryAfterMs($response?.headers?.["retry-after"], Date.now()),
      mayBeContent: FAILED_INSIDE.has(name) || (status >= 500 && status !== 503),
    };
  }
  if (BAD_INPUT.has(name) || status === 413) return { kind: "bisect", reason: name };
  if (status >= 400) {
    const advice = `CloudWatch Logs refused the call (${name}, HTTP ${status}): check endpoint, credentials and permissions.`;
    return { kind: "fatal", reason: name, advice };
  }
  return { kind: "retry", reason: name };
}
