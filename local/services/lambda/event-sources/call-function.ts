import type { Cloud } from "#kernel/cloud.ts";
import { ServiceError } from "#kernel/service-error.ts";

/** How an invocation with a batch ended. */
export type CallResult =
  | { readonly kind: "answered"; readonly payload: string; readonly requestId: string }
  /** The function threw, timed out or crashed. */
  | { readonly kind: "failed"; readonly payload: string; readonly requestId: string }
  /** The function was not called: it is gone, or at its limit. */
  | { readonly kind: "refused"; readonly error: ServiceError };

/** Invokes a function with a batch and waits for its answer. */
export async function callFunction(
  cloud: Cloud,
  functionArn: string,
  event: object,
  requestId: string,
): Promise<CallResult> {
  try {
    const answer = await cloud.call<{ Payload?: string; FunctionError?: string }>(
      "lambda",
      "Invoke",
      { FunctionName: functionArn, Payload: Buffer.from(JSON.stringify(event)) },
      { requestId },
    );
    const payload = answer.Payload ?? "";
    return { kind: answer.FunctionError === undefined ? "answered" : "failed", payload, requestId };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { kind: "refused", error };
  }
}
