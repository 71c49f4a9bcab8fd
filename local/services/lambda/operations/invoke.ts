import { LAMBDA_ASYNC_PAYLOAD_MAX_BYTES, LAMBDA_SYNC_PAYLOAD_MAX_BYTES } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { DeployedFunction } from "../deployed-function.ts";
import { checkRuns, existingFolder } from "../function-input.ts";
import { type FunctionRegistry, qualifierOf } from "../function-registry.ts";
import { mayInvoke } from "../permission.ts";
import type { Lambda } from "../state.ts";

interface InvokeInput {
  readonly FunctionName: string;
  readonly InvocationType?: "RequestResponse" | "Event" | "DryRun";
  readonly Payload?: Uint8Array;
  readonly Qualifier?: string;
  readonly LogType?: "None" | "Tail";
  /** X-Ray header of the caller. */
  readonly TraceId?: string;
  /** ARN of the resource in whose name a service calls. */
  readonly SourceArn?: string;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export async function invoke(input: InvokeInput, context: Call<Lambda>) {
  const {
    state: { functions, asynchronous },
  } = context;
  const named = qualifierOf(input);
  const deployed = functions.get(input.FunctionName, named);
  const qualifier = qualified(functions, deployed, named);
  const { name, runtime, codeFolder } = deployed.pool.definition;
  if (context.principal && !mayInvoke(deployed, context.principal, input.SourceArn))
    throw new ServiceError(
      "AccessDeniedException",
      `${context.principal} is not authorized to perform: lambda:InvokeFunction on resource: ${deployed.pool.definition.arn} because no resource-based policy allows it`,
    );
  const payload = payloadOf(input);
  if (input.InvocationType === "DryRun") return { StatusCode: 204 };
  checkRuns(name, runtime);
  // A stack of a former run may have left its function without the folder that its code was in.
  existingFolder(codeFolder);
  const { requestId } = context;
  const traceId = input.TraceId ?? context.traceId;
  if (input.InvocationType === "Event") {
    asynchronous.queue(name, payload, { requestId, traceId, qualifier });
    return { StatusCode: 202 };
  }
  if (deployed.reservedConcurrency !== undefined && deployed.pool.busy >= deployed.reservedConcurrency)
    throw new ServiceError("TooManyRequestsException", "Rate Exceeded.", {
      statusCode: 429,
      details: { Reason: "ReservedFunctionConcurrentInvocationLimitExceeded" },
    });
  const result = await deployed.pool.invoke(payload, traceId, requestId);
  return {
    StatusCode: 200,
    ExecutedVersion: deployed.pool.definition.version,
    Payload: result.payload,
    ...(result.functionError && { FunctionError: result.functionError }),
    ...(input.LogType === "Tail" && { LogResult: Buffer.from(result.logTail).toString("base64") }),
  };
}

function payloadOf(input: InvokeInput): string {
  const text = Buffer.from(input.Payload ?? []).toString("utf8");
  const size = Buffer.byteLength(text);
  const limit =
    input.InvocationType === "Event" ? LAMBDA_ASYNC_PAYLOAD_MAX_BYTES : LAMBDA_SYNC_PAYLOAD_MAX_BYTES;
  if (size > limit)
    throw new ServiceError(
      "RequestTooLargeException",
      `${size} byte payload is too large for the ${input.InvocationType ?? "RequestResponse"} invocation type (limit ${limit} bytes)`,
      { statusCode: 413 },
    );
  try {
    JSON.parse(text || "{}");
  } catch {
    throw new ServiceError(
      "InvalidRequestContentException",
      "Could not parse request body into json: the payload is not a JSON document.",
    );
  }
  return text || "{}";
}

function qualified(
  functions: FunctionRegistry,
  deployed: DeployedFunction,
  qualifier: string | undefined,
): string {
  if (qualifier === undefined || qualifier === "$LATEST") return "$LATEST";
  functions.shown(deployed, qualifier);
  return qualifier;
}
