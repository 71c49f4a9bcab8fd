import { randomUUID } from "node:crypto";
import type { Cloud } from "../../kernel/cloud.ts";
import { openCloudWatch } from "../cloudwatch/state.ts";
import { type HttpAnswer, messageAnswer } from "../lambda/http/http-answer.ts";
import type { HttpCall, HttpCallContext } from "../lambda/http/http-call.ts";
import { type AnsweredCall, writeAccessLog } from "./access-log.ts";
import type { Api, Stage } from "./api.ts";
import { callIntegration } from "./call-integration.ts";
import { preflightAnswer, withCors } from "./cors.ts";
import { matchRoute } from "./match-route.ts";
import { recordCall } from "./service-metrics.ts";

/** Answers a request to an API: finds stage and route, calls the integration, writes the access log, counts. */
export async function execute(
  cloud: Cloud,
  api: Api,
  received: HttpCall,
  domainName: string,
): Promise<HttpAnswer> {
  if (api.ProtocolType === "WEBSOCKET")
    return messageAnswer(501, "The local cloud does not have WebSocket APIs.");
  const { stage, path } = stageOf(api, received.path);
  const call = { ...received, path };
  const time = cloud.clock.now();
  const begun = performance.now();
  const elapsed = () => Math.round(performance.now() - begun);
  const preflight = preflightAnswer(api.CorsConfiguration, call);
  if (preflight) return preflight;
  const matched = stage && matchRoute(Object.values(api.routes), call.method, path);
  const context: HttpCallContext = {
    accountId: cloud.accountId,
    apiId: api.ApiId,
    domainName,
    requestId: randomUUID(),
    routeKey: matched?.route.RouteKey ?? "",
    stage: stage?.StageName ?? "$default",
    time,
    pathVariables: matched?.variables ?? {},
    stageVariables: stage?.StageVariables,
  };
  if (!stage || !matched) {
    const answer = withCors(api.CorsConfiguration, call, notFoundAnswer(api));
    if (stage) await report(cloud, api, stage, { call, context, answer, latencyMs: elapsed() });
    return answer;
  }
  const integration = api.integrations[matched.route.Target?.split("/")[1] ?? ""];
  const given = await callIntegration(cloud, api, integration, call, context);
  const integrationMs = elapsed();
  const answer = withCors(api.CorsConfiguration, call, {
    ...given.answer,
    headers: [...given.answer.headers, ["apigw-requestid", context.requestId]],
  });
  await report(cloud, api, stage, {
    call,
    context,
    answer,
    latencyMs: elapsed(),
    integrationMs,
    integrationStatus: given.status,
    integrationRequestId: given.requestId,
    problem: given.problem,
  });
  return answer;
}

async function report(cloud: Cloud, api: Api, stage: Stage, answered: AnsweredCall): Promise<void> {
  recordCall(cloud.state(openCloudWatch).metrics, api, answered);
  // A log group that is gone takes no access log, and the request is answered all the same.
  await writeAccessLog(cloud, stage, answered).catch(() => {});
}

/** The stage that the first part of a path names, or the default one. */
function stageOf(api: Api, path: string): { readonly stage: Stage | undefined; readonly path: string } {
  const [, first = "", rest = ""] = /^\/([^/]*)(.*)$/s.exec(path) ?? [];
  const named = api.stages[first];
  if (named) return { stage: named, path: rest === "" ? "/" : rest };
  return { stage: api.stages["$default"], path };
}

const notFoundAnswer = ({ kind }: Api): HttpAnswer =>
  kind === "http" ? messageAnswer(404, "Not Found") : messageAnswer(403, "Missing Authentication Token");
