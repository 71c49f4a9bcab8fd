import type { Verdict } from "../../delivery/backend.ts";
import { retryAfterMs } from "../../delivery/backoff.ts";
import { isTransportFailure } from "../../delivery/transport-failure.ts";

const THROTTLING: ReadonlySet<string> = new Set([
  "ThrottlingException",
  "Throttling",
  "TooManyRequestsException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "LimitExceededException",
  "OperationAbortedException",
  "ServiceUnavailableException",
  "InternalFailure",
]);
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
]);
const BAD_INPUT: ReadonlySet<string> = new Set([
  "InvalidParameterException",
  "ValidationException",
  "SerializationException",
  "DataAlreadyAcceptedException",
]);

interface SdkError {
  readonly name?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

/**
 * What a failed call of CloudWatch Logs asks for. ThrottlingException comes as HTTP 400.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/CommonErrors.html
 */
export function classifyCloudWatchError(error: unknown): Verdict {
  const { name = "Error", message = "", $metadata, $response } = (error ?? {}) as SdkError;
  const status = $metadata?.httpStatusCode ?? 0;
  if (name === "ResourceNotFoundException") return { kind: "repair", reason: name };
  if (DENIED.has(name) || /could not load credentials|region is missing/i.test(message)) {
    const advice = `CloudWatch Logs cannot be written (${name}): check credentials, Region, clock and logs:PutLogEvents.`;
    return { kind: "fatal", reason: name, advice };
  }
  if (THROTTLING.has(name) || status === 429 || status >= 500 || isTransportFailure(error)) {
    return {
      kind: "retry",
      reason: name,
      retryAfterMs: retryAfterMs($response?.headers?.["retry-after"], Date.now()),
    };
  }
  if (BAD_INPUT.has(name) || status === 413 || status === 400) return { kind: "bisect", reason: name };
  if (status === 401 || status === 403) {
    const advice = `CloudWatch Logs refused the call with HTTP ${status}: check credentials and permissions.`;
    return { kind: "fatal", reason: name, advice };
  }
  return { kind: "retry", reason: name };
}
