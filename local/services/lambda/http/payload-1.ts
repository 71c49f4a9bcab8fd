import {
  commonLogTime,
  eventBody,
  grouped,
  type HttpCall,
  type HttpCallContext,
  headerOf,
} from "./http-call.ts";
import { pathWithStage } from "./payload-2.ts";

/**
 * The event of payload format 1.0, which REST APIs send, and HTTP APIs on demand.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 *
 * @param version that the event names; REST APIs name none
 */
export function eventOfPayload1(call: HttpCall, context: HttpCallContext, version?: "1.0"): object {
  const [, resource = context.routeKey] = context.routeKey.split(" ");
  const lists = (pairs: Iterable<readonly [string, string]>) => Object.fromEntries(grouped(pairs));
  const last = (pairs: Iterable<readonly [string, string]>) => Object.fromEntries(pairs);
  const parameters = [...new URLSearchParams(call.query)];
  const { body = null, isBase64Encoded } = eventBody(call);
  const named = <Value extends object>(values: Value | undefined) =>
    values && Object.keys(values).length > 0 ? values : null;
  return {
    ...(version !== undefined && { version }),
    resource,
    path: version === undefined ? call.path : pathWithStage(call, context),
    httpMethod: call.method,
    headers: last(call.headers),
    multiValueHeaders: lists(call.headers),
    queryStringParameters: named(last(parameters)),
    multiValueQueryStringParameters: named(lists(parameters)),
    requestContext: {
      accountId: context.accountId,
      apiId: context.apiId,
      domainName: context.domainName,
      domainPrefix: context.domainName.split(".")[0],
      extendedRequestId: context.requestId,
      httpMethod: call.method,
      identity: { sourceIp: call.sourceIp, userAgent: headerOf(call, "user-agent") ?? null },
      path: pathWithStage(call, context),
      protocol: "HTTP/1.1",
      requestId: context.requestId,
      requestTime: commonLogTime(context.time),
      requestTimeEpoch: context.time,
      resourcePath: resource,
      stage: context.stage,
    },
    pathParameters: named(context.pathVariables),
    stageVariables: named(context.stageVariables),
    body,
    isBase64Encoded,
  };
}
