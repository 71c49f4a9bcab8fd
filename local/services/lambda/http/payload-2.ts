import {
  commonLogTime,
  eventBody,
  grouped,
  type HttpCall,
  type HttpCallContext,
  headerOf,
} from "./http-call.ts";

/**
 * The event of payload format 2.0, which HTTP APIs and function URLs send.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function eventOfPayload2(call: HttpCall, context: HttpCallContext): object {
  const joined = (pairs: Iterable<readonly [string, string]>) =>
    Object.fromEntries([...grouped(pairs)].map(([name, values]) => [name, values.join(",")]));
  const parameters = joined(new URLSearchParams(call.query));
  const cookies = call.headers
    .filter(([name]) => name === "cookie")
    .flatMap(([, value]) => value.split(/;\s*/));
  const { body, isBase64Encoded } = eventBody(call);
  const named = <Value extends object>(values: Value | undefined) =>
    values && Object.keys(values).length > 0 ? values : undefined;
  return {
    version: "2.0",
    routeKey: context.routeKey,
    rawPath: pathWithStage(call, context),
    rawQueryString: call.query,
    ...(cookies.length > 0 && { cookies }),
    headers: joined(call.headers.filter(([name]) => name !== "cookie")),
    queryStringParameters: named(parameters),
    requestContext: {
      accountId: context.accountId,
      apiId: context.apiId,
      domainName: context.domainName,
      domainPrefix: context.domainName.split(".")[0],
      http: {
        method: call.method,
        path: pathWithStage(call, context),
        protocol: "HTTP/1.1",
        sourceIp: call.sourceIp,
        userAgent: headerOf(call, "user-agent") ?? "",
      },
      requestId: context.requestId,
      routeKey: context.routeKey,
      stage: context.stage,
      time: commonLogTime(context.time),
      timeEpoch: context.time,
    },
    body,
    pathParameters: named(context.pathVariables),
    isBase64Encoded,
    stageVariables: named(context.stageVariables),
  };
}

/** The path as the client wrote it, with a stage that has a name. */
export const pathWithStage = ({ path }: HttpCall, { stage }: HttpCallContext): string =>
  stage === "$default" ? path : `/${stage}${path}`;
