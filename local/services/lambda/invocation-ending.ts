import { LAMBDA_SYNC_PAYLOAD_MAX_BYTES } from "cumulog/semantics";
import type { InvocationResult } from "./function-definition.ts";

/** How an invocation ended: what its caller gets, and, where the runtime did not say it itself, what its report says. */
export interface InvocationEnding {
  readonly outcome: InvocationResult["outcome"];
  readonly payload: string;
  readonly status?: string;
}

/** Why a process was killed, where we did it. */
export type KillReason = "memory" | "timeout";

/** How a process ended. */
export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly killedFor?: KillReason | undefined;
}

const failure = (errorType: string, errorMessage: string): string =>
  JSON.stringify({ errorType, errorMessage });

const timedOut = (timeoutSeconds: number): string =>
  `Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;

/** What the runtime answered; a response that is too large is an error. */
export function answered(outcome: "success" | "error", body: Buffer): InvocationEnding {
  if (outcome === "error" || body.length <= LAMBDA_SYNC_PAYLOAD_MAX_BYTES)
    return { outcome, payload: body.toString("utf8") };
  return {
    outcome: "error",
    payload: failure(
      "Function.ResponseSizeTooLarge",
      `Response payload size exceeded maximum allowed payload size (${LAMBDA_SYNC_PAYLOAD_MAX_BYTES + 100} bytes).`,
    ),
  };
}

/**
 * The process ended before it answered.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html
 */
export function crashed(requestId: string, timeoutSeconds: number, exit: ProcessExit): InvocationEnding {
  const { code, signal, killedFor } = exit;
  if (killedFor === "timeout") {
    const text = `RequestId: ${requestId} Error: ${timedOut(timeoutSeconds)}`;
    return { outcome: "timeout", payload: failure("Sandbox.Timedout", text), status: "Status: timeout" };
  }
  const reason = signal
    ? `Runtime exited with error: signal: ${signal === "SIGKILL" ? "killed" : signal}`
    : code
      ? `Runtime exited with error: exit status ${code}`
      : "Runtime exited without providing a reason";
  const type = killedFor === "memory" || signal === "SIGABRT" ? "Runtime.OutOfMemory" : "Runtime.ExitError";
  return {
    outcome: "crash",
    payload: failure(type, `RequestId: ${requestId} Error: ${reason}`),
    status: `Status: error\tError Type: ${type}`,
  };
}

/** An extension failed, which ends the environment, whatever the function does. */
export function extensionFailed(
  requestId: string | undefined,
  errorType: string,
  message: string,
): InvocationEnding {
  const text = requestId === undefined ? `Error: ${message}` : `RequestId: ${requestId} Error: ${message}`;
  return {
    outcome: "crash",
    payload: failure(errorType, text),
    status: `Status: error\tError Type: ${errorType}`,
  };
}

/** The line in the function's log of an ending that its report has a status of. */
export function endingLine(
  requestId: string,
  timeoutSeconds: number,
  ending: InvocationEnding,
  now: number,
): string {
  if (ending.outcome === "timeout")
    return `${new Date(now).toISOString()} ${requestId} ${timedOut(timeoutSeconds)}\n`;
  return (JSON.parse(ending.payload) as { errorMessage: string }).errorMessage;
}
