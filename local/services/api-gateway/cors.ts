import type { HttpAnswer } from "../lambda/http/http-answer.ts";
import { type HttpCall, headerOf } from "../lambda/http/http-call.ts";
import type { Cors } from "./api.ts";

/** Headers for an origin that an API lets in. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html */
function corsHeaders(cors: Cors, origin: string): [string, string][] {
  const allowed = (cors.AllowOrigins ?? []).some(
    (one) => one === "*" || one === origin || (one.endsWith("*") && origin.startsWith(one.slice(0, -1))),
  );
  if (!allowed) return [];
  const everyone = cors.AllowOrigins!.includes("*") && !cors.AllowCredentials;
  return [
    ["access-control-allow-origin", everyone ? "*" : origin],
    ...(everyone ? [] : [["vary", "origin"] as [string, string]]),
    ...(cors.AllowCredentials ? [["access-control-allow-credentials", "true"] as [string, string]] : []),
    ...list("access-control-expose-headers", cors.ExposeHeaders),
  ];
}

const list = (name: string, values: readonly string[] | undefined): [string, string][] =>
  values === undefined || values.length === 0 ? [] : [[name, values.join(",")]];

/** The answer to a browser that asks before it calls; undefined when it is another request. */
export function preflightAnswer(cors: Cors | undefined, call: HttpCall): HttpAnswer | undefined {
  const origin = headerOf(call, "origin");
  if (!cors || call.method !== "OPTIONS" || origin === undefined) return undefined;
  if (headerOf(call, "access-control-request-method") === undefined) return undefined;
  const common = corsHeaders(cors, origin);
  const headers: [string, string][] = [
    ...common,
    ...(common.length > 0
      ? [
          ...list("access-control-allow-methods", cors.AllowMethods),
          ...list("access-control-allow-headers", cors.AllowHeaders),
          ...(cors.MaxAge === undefined
            ? []
            : [["access-control-max-age", String(cors.MaxAge)] as [string, string]]),
        ]
      : []),
  ];
  return { status: 204, headers, body: Buffer.alloc(0) };
}

/** An answer with the API's own headers for other origins, which replace those of the function. */
export function withCors(cors: Cors | undefined, call: HttpCall, answer: HttpAnswer): HttpAnswer {
  const origin = headerOf(call, "origin");
  if (!cors || origin === undefined) return answer;
  const others = answer.headers.filter(([name]) => !name.startsWith("access-control-"));
  return { ...answer, headers: [...others, ...corsHeaders(cors, origin)] };
}
