import { setTimeout as wait } from "node:timers/promises";
import { CLOUD_LOGGING_REQUEST_MAX_BYTES } from "cumulog/semantics";
import type { Cloud } from "../../kernel/cloud.ts";
import { GoogleError } from "../../kernel/google/google-error.ts";
import { CutConnection } from "../faulty-call.ts";

/** What a request that is too large is answered, on either protocol. */
export function tooLarge(): GoogleError {
  return new GoogleError(
    "INVALID_ARGUMENT",
    `Request payload size exceeds the limit: ${CLOUD_LOGGING_REQUEST_MAX_BYTES} bytes.`,
  );
}

/**
 * Calls a method with the faults that the cloud has for it: `google:WriteLogEntries`, `google:*` or `*`.
 *
 * @throws GoogleError, CutConnection
 */
export async function callGoogle(
  cloud: Cloud,
  service: string,
  method: string,
  request: object,
): Promise<object> {
  const fault = cloud.faults.next("google", method);
  if (fault.latency > 0) await wait(fault.latency);
  if (fault.kind === "throttle")
    throw new GoogleError("RESOURCE_EXHAUSTED", `Quota exceeded for ${method} (a fault of the local cloud).`);
  const response = fault.stored ? await cloud.call<object>(service, method, request) : {};
  if (fault.kind === "error")
    throw new GoogleError(
      "UNAVAILABLE",
      "The service is currently unavailable (a fault of the local cloud).",
    );
  if (fault.kind === "cut") throw new CutConnection(`${method} was cut by a fault.`);
  return response;
}
