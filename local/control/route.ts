import type { IncomingMessage, ServerResponse } from "node:http";
import type { Cloud } from "../kernel/cloud.ts";
import type { FaultRule } from "../kernel/faults.ts";
import { registerInbox } from "../kernel/inbox/inbox.ts";
import { ServiceError } from "../kernel/service-error.ts";
import { readBody } from "../protocols/request-body.ts";
import type { HttpRoute } from "../protocols/route.ts";
import { streamEvents } from "./event-feed.ts";

const PREFIX = "/_cumulog/";
const LONGEST_BODY = 65_536;

type Answer = (cloud: Cloud, input: Record<string, unknown>) => unknown;

/** What can be read and changed, by method and path below `/_cumulog/`. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  "GET health": (cloud) => ({ status: "ok", region: cloud.region, accountId: cloud.accountId }),
  "GET clock": (cloud) => cloud.clock.reading(),
  "POST clock": setClock,
  "GET inbox": (cloud) => ({ messages: registerInbox(cloud).list() }),
  "DELETE inbox": (cloud) => {
    registerInbox(cloud).clear();
    return { messages: [] };
  },
  "GET faults": (cloud) => cloud.faults.list(),
  "POST faults": setFault,
  "DELETE faults": (cloud, { operation }) => {
    cloud.faults.clear(operation === undefined ? undefined : String(operation));
    return cloud.faults.list();
  },
};

/**
 * The control API, in JSON:
 *
 * | request | what it does |
 * |---|---|
 * | `GET /_cumulog/health` | `{status, region, accountId}` |
 * | `GET /_cumulog/clock` | `{real, cloud, speed}`, times in milliseconds |
 * | `POST /_cumulog/clock` | `{speed?, back?, advance?, to?}`: sets the speed, then moves back by whole days to at most a time, then ahead by a duration or to a time |
 * | `GET /_cumulog/inbox` | `{messages}` that would have left the cloud |
 * | `DELETE /_cumulog/inbox` | forgets them |
 * | `GET /_cumulog/faults` | the rules by operation |
 * | `POST /_cumulog/faults` | `{operation, throttle?, error?, stored?, cut?, latency?, seed?}` |
 * | `DELETE /_cumulog/faults` | `{operation?}`: removes one rule or all |
 * | `GET /_cumulog/events` | what happens, as server-sent events; `Last-Event-ID` resumes; `?types=alarm-state,…` |
 *
 * Pages of other sites are refused before they come here, see `RequestGuard`.
 */
export function controlRoute(cloud: Cloud): HttpRoute {
  const feed = streamEvents(cloud);
  return async (request, response, url) => {
    if (!url.pathname.startsWith(PREFIX)) return false;
    const path = url.pathname.slice(PREFIX.length);
    const method = request.method ?? "GET";
    const found = ANSWERS[`${method} ${path}`];
    if (path !== "events" && !found) return false;
    try {
      if (!found) feed(request, response, url);
      else sendJson(response, 200, await found(cloud, await inputOf(request)));
    } catch (error) {
      sendError(response, error);
    }
    return true;
  };
}

async function setClock(
  cloud: Cloud,
  { speed, back, advance, to }: Record<string, unknown>,
): Promise<unknown> {
  if (speed !== undefined) cloud.clock.setSpeed(Number(speed));
  if (back !== undefined) cloud.clock.setBack(timeOf("back", back));
  if (advance !== undefined) await cloud.clock.advance(advance as number | string);
  if (to !== undefined) await cloud.clock.advanceTo(timeOf("to", to));
  return cloud.clock.reading();
}

function timeOf(member: string, value: unknown): number {
  if (Number.isSafeInteger(value)) return value as number;
  throw new RangeError(`${member}: expected a time in milliseconds since the epoch`);
}

const RULE_MEMBERS = ["throttle", "error", "stored", "cut", "latency", "seed"];

function setFault(cloud: Cloud, { operation, ...rule }: Record<string, unknown>): unknown {
  if (typeof operation !== "string" || !/^(\*|[a-z]+:(\*|[A-Za-z]+))$/.test(operation))
    throw new RangeError(`operation: expected for example "logs:PutLogEvents", "logs:*" or "*"`);
  const unknown = Object.keys(rule).find((name) => !RULE_MEMBERS.includes(name));
  if (unknown !== undefined) throw new RangeError(`${unknown}: a fault has no such member`);
  cloud.faults.set(operation, rule as FaultRule);
  return cloud.faults.list();
}

async function inputOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const body = await readBody(request, LONGEST_BODY);
  if (body.length === 0) return {};
  try {
    const input: unknown = JSON.parse(body.toString("utf8"));
    if (typeof input === "object" && input !== null && !Array.isArray(input))
      return input as Record<string, unknown>;
  } catch {
    // Answered below like every other body that is no object.
  }
  throw new ServiceError("MalformedBody", "The body is not a JSON object.");
}

function sendError(response: ServerResponse, error: unknown): void {
  if (error instanceof ServiceError)
    sendJson(response, error.statusCode, { code: error.code, message: error.message });
  else if (error instanceof RangeError)
    sendJson(response, 400, { code: "InvalidInput", message: error.message });
  else throw error;
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(value));
}
