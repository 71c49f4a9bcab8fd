import { createHash } from "node:crypto";
import type { Cloud } from "../../kernel/cloud.ts";
import { unlessExists } from "../../kernel/resource-type.ts";
import type { HttpAnswer } from "../lambda/http/http-answer.ts";
import { commonLogTime, type HttpCall, type HttpCallContext, headerOf } from "../lambda/http/http-call.ts";
import { pathWithStage } from "../lambda/http/payload-2.ts";
import type { Stage } from "./api.ts";

/** What is known of a request when it was answered. */
export interface AnsweredCall {
  readonly call: HttpCall;
  readonly context: HttpCallContext;
  readonly answer: HttpAnswer;
  /** Milliseconds from the request's coming. */
  readonly latencyMs: number;
  readonly integrationMs?: number | undefined;
  readonly integrationStatus?: number | undefined;
  readonly integrationRequestId?: string | undefined;
  /** Why the integration gave no answer. */
  readonly problem?: string | undefined;
}

/** AWS writes to streams named by digests. */
const STREAM = createHash("md5").update("1").digest("hex");

/**
 * Values of the variables of an access log's format.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
function variables(answered: AnsweredCall): Readonly<Record<string, string | number | undefined>> {
  const { call, context, answer, problem } = answered;
  const own = context.routeKey === "" ? parseMessage(answer) : undefined;
  return {
    accountId: context.accountId,
    apiId: context.apiId,
    awsEndpointRequestId: answered.integrationRequestId,
    domainName: context.domainName,
    domainPrefix: context.domainName.split(".")[0],
    "error.message": own ?? problem,
    "error.messageString": (own ?? problem) ? JSON.stringify(own ?? problem) : undefined,
    "error.responseType":
      own === undefined ? undefined : answer.status === 404 ? "NOT_FOUND" : "MISSING_AUTHENTICATION_TOKEN",
    extendedRequestId: context.requestId,
    httpMethod: call.method,
    "identity.sourceIp": call.sourceIp,
    "identity.userAgent": headerOf(call, "user-agent"),
    "integration.error": problem,
    "integration.integrationStatus": answered.integrationStatus,
    "integration.latency": answered.integrationMs,
    "integration.requestId": answered.integrationRequestId,
    "integration.status": answered.integrationStatus,
    integrationErrorMessage: problem,
    integrationLatency: answered.integrationMs,
    integrationStatus: answered.integrationStatus,
    path: pathWithStage(call, context),
    protocol: "HTTP/1.1",
    requestId: context.requestId,
    requestTime: commonLogTime(context.time),
    requestTimeEpoch: context.time,
    resourcePath: context.routeKey.split(" ")[1],
    responseLatency: answered.latencyMs,
    responseLength: answer.body.length,
    routeKey: context.routeKey === "" ? undefined : context.routeKey,
    stage: context.stage,
    status: answer.status,
  };
}

function parseMessage({ body }: HttpAnswer): string | undefined {
  return (JSON.parse(body.toString()) as { message?: string }).message;
}

/** A line of an access log; what has no value is a dash. */
export function accessLine(format: string, answered: AnsweredCall): string {
  const values = variables(answered);
  return format.replaceAll(/\$context\.([A-Za-z]+(?:\.[A-Za-z]+)*)/g, (_whole, name: string) =>
    String(values[name] ?? "-"),
  );
}

/** Writes a request into the log group of its stage, if the stage names one. */
export async function writeAccessLog(cloud: Cloud, stage: Stage, answered: AnsweredCall): Promise<void> {
  const { DestinationArn = "", Format } = stage.AccessLogSettings ?? {};
  const [, logGroupName] = /:log-group:([^:]+)/.exec(DestinationArn) ?? [];
  if (logGroupName === undefined || Format === undefined) return;
  const names = { logGroupName, logStreamName: STREAM };
  const logEvents = [{ timestamp: answered.context.time, message: accessLine(Format, answered) }];
  const put = () => cloud.call("logs", "PutLogEvents", { ...names, logEvents });
  await unlessExists(cloud.call("logs", "CreateLogStream", names), "ResourceAlreadyExistsException");
  await put();
}
