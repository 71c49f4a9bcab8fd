import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { Cloud } from "#kernel/cloud.ts";
import type { DeployedFunction } from "../deployed-function.ts";
import { answerOf, type HttpAnswer } from "../http/http-answer.ts";
import { type HttpCall, headerOf } from "../http/http-call.ts";
import { eventOfPayload2 } from "../http/payload-2.ts";
import { openLambda } from "../state.ts";
import type { FunctionUrl } from "./function-url.ts";
import { StreamedAnswer } from "./streamed-answer.ts";
import { preflightHeaders, urlCorsHeaders } from "./url-cors.ts";

/**
 * Answers a request to a function URL.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */
export async function executeUrl(
  cloud: Cloud,
  url: FunctionUrl,
  call: HttpCall,
  response: ServerResponse,
): Promise<void> {
  const { functions, urls } = cloud.state(openLambda);
  const cors = urlCorsHeaders(url, call);
  const isPreflight =
    call.method === "OPTIONS" && headerOf(call, "access-control-request-method") !== undefined;
  if (url.cors && isPreflight) {
    send(response, { status: 200, headers: [...cors, ...preflightHeaders(url)], body: Buffer.alloc(0) });
    return;
  }
  const deployed = functions.has(url.functionName) ? functions.get(url.functionName) : undefined;
  if (!deployed || !mayCall(url, deployed, call)) {
    send(response, plain(403, '{"Message":"Forbidden"}'));
    return;
  }
  if (deployed.reservedConcurrency === 0) {
    send(response, plain(429, '{"Message":"Rate Exceeded."}'));
    return;
  }
  const requestId = randomUUID();
  const event = eventOfPayload2(call, {
    accountId: url.authType === "NONE" ? "anonymous" : cloud.accountId,
    apiId: url.id,
    domainName: urls.domainOf(url.id),
    requestId,
    routeKey: "$default",
    stage: "$default",
    time: cloud.clock.now(),
    pathVariables: {},
  });
  const streamed = url.invokeMode === "RESPONSE_STREAM" ? new StreamedAnswer(response, cors) : undefined;
  const result = await deployed.pool.invoke(
    JSON.stringify(event),
    headerOf(call, "x-amzn-trace-id"),
    requestId,
    {
      ...(streamed && { onChunk: (chunk, contentType) => streamed.take(chunk, contentType) }),
    },
  );
  if (streamed?.begun) {
    // A function that fails while it streams leaves its client without the end.
    if (result.functionError === undefined) response.end();
    else response.destroy();
    return;
  }
  const answer = result.functionError === undefined ? answerOf(result.payload, true) : undefined;
  const shown = answer ?? plain(502, "Internal Server Error");
  send(
    response,
    { ...shown, headers: [...shown.headers, ["x-amzn-requestid", requestId], ...cors] },
    call.method,
  );
}

/** Whether the function's policy lets everybody call its URL, or the request is signed. */
function mayCall(
  { authType, qualifier }: FunctionUrl,
  { permissions }: DeployedFunction,
  call: HttpCall,
): boolean {
  if (authType === "AWS_IAM")
    return (
      headerOf(call, "authorization")?.startsWith("AWS4-") === true || call.query.includes("X-Amz-Signature=")
    );
  return [...permissions.values()].some(
    (statement) =>
      statement.principal === "*" &&
      statement.qualifier === qualifier &&
      /^lambda:(\*|InvokeFunctionUrl)$/.test(statement.action),
  );
}

function plain(status: number, text: string): HttpAnswer {
  return { status, headers: [["content-type", "application/json"]], body: Buffer.from(text) };
}

function send(response: ServerResponse, { status, headers, body }: HttpAnswer, method?: string): void {
  const cookies = headers.filter(([name]) => name === "set-cookie").map(([, value]) => value);
  for (const [name, value] of headers) if (name !== "set-cookie") response.setHeader(name, value);
  if (cookies.length > 0) response.setHeader("set-cookie", cookies);
  if (status !== 204 && status !== 304) response.setHeader("content-length", body.length);
  response.writeHead(status);
  response.end(status === 204 || method === "HEAD" ? undefined : body);
}
