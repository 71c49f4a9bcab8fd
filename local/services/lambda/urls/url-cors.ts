import { type HttpCall, headerOf } from "../http/http-call.ts";
import type { FunctionUrl } from "./function-url.ts";

type Header = readonly [name: string, value: string];

/** Headers that a function URL adds for the page that calls it. https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html#urls-cors */
export function urlCorsHeaders({ cors }: FunctionUrl, call: HttpCall): Header[] {
  const origin = headerOf(call, "origin");
  if (!cors || origin === undefined) return [];
  const origins = cors.AllowOrigins ?? [];
  const allowed = origins.some((one) => one === "*" || one === origin);
  if (!allowed) return [];
  return [
    ["access-control-allow-origin", origins.includes("*") && !cors.AllowCredentials ? "*" : origin],
    ["vary", "Origin"],
    ...(cors.AllowCredentials ? [["access-control-allow-credentials", "true"] as const] : []),
    ...list("access-control-expose-headers", cors.ExposeHeaders),
  ];
}

/** Further headers for a page that asks before it calls. */
export function preflightHeaders({ cors }: FunctionUrl): Header[] {
  return [
    ...list("access-control-allow-methods", cors?.AllowMethods),
    ...list("access-control-allow-headers", cors?.AllowHeaders),
    ...(cors?.MaxAge === undefined ? [] : [["access-control-max-age", String(cors.MaxAge)] as const]),
  ];
}

function list(name: string, values: readonly string[] | undefined): Header[] {
  return values === undefined || values.length === 0 ? [] : [[name, values.join(",")]];
}
