import type { IncomingMessage } from "node:http";
import { readBody } from "#protocols/request-body.ts";

/** A payload of a function may have this much. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const LONGEST_BODY = 6_291_456;

/** An HTTP request for a function, as it came. */
export interface HttpCall {
  readonly method: string;
  /** Encoded as it came, with a slash in front. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  /** Every header, the names in lower case. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  readonly sourceIp: string;
}

/** Where and when a request is answered. */
export interface HttpCallContext {
  readonly accountId: string;
  readonly apiId: string;
  readonly domainName: string;
  readonly requestId: string;
  /** `GET /orders/{id}` or `$default`. */
  readonly routeKey: string;
  readonly stage: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly pathVariables: Readonly<Record<string, string>>;
  readonly stageVariables?: Readonly<Record<string, string>> | undefined;
}

/** @param path behind what is this cloud's own in the address */
export async function readHttpCall(request: IncomingMessage, url: URL, path: string): Promise<HttpCall> {
  const { rawHeaders } = request;
  const headers = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name.toLowerCase(), rawHeaders[index + 1]!] as const] : [],
  );
  return {
    method: request.method ?? "GET",
    path: path === "" ? "/" : path,
    query: url.search.slice(1),
    headers,
    body: await readBody(request, LONGEST_BODY, true),
    sourceIp: request.socket.remoteAddress?.replace(/^::ffff:/, "") ?? "127.0.0.1",
  };
}

export const headerOf = ({ headers }: HttpCall, name: string): string | undefined =>
  headers.find(([one]) => one === name)?.[1];

const TEXT = /^(text\/|application\/(json|xml|javascript|x-www-form-urlencoded|.*\+(json|xml)))/i;

/** A body as events have it: text as it is, all else in base64. */
export function eventBody(call: HttpCall): {
  readonly body: string | undefined;
  readonly isBase64Encoded: boolean;
} {
  if (call.body.length === 0) return { body: undefined, isBase64Encoded: false };
  const isText =
    TEXT.test(headerOf(call, "content-type") ?? "text/plain") && !headerOf(call, "content-encoding");
  return { body: call.body.toString(isText ? "utf8" : "base64"), isBase64Encoded: !isText };
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A moment as in access logs: `12/Mar/2020:19:03:58 +0000`. */
export function commonLogTime(time: number): string {
  const iso = new Date(time).toISOString();
  return `${iso.slice(8, 10)}/${MONTHS[Number(iso.slice(5, 7)) - 1]}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
}

/** Names with all their values, in the order in which they came. */
export function grouped(pairs: Iterable<readonly [string, string]>): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) values.set(name, [...(values.get(name) ?? []), value]);
  return values;
}
