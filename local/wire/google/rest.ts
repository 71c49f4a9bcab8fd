import type { IncomingMessage, ServerResponse } from "node:http";
import { gunzipSync } from "node:zlib";
import { CLOUD_LOGGING_REQUEST_MAX_BYTES } from "../../../lib/semantics/limits.ts";
import type { Cloud } from "../../engine/cloud.ts";
import { GOOGLE_CODES, GoogleError } from "../../engine/google-logs/google-error.ts";
import { googleLogsOf } from "../../engine/google-logs/google-logs.ts";
import type { HttpRoute } from "../route.ts";
import { readJson } from "./json-request.ts";
import { REQUEST_SHAPES } from "./json-shapes.ts";
import { ConnectionCutError, type OperationName, runOperation } from "./operations.ts";

const PARTIAL_ERRORS_TYPE = "type.googleapis.com/google.logging.v2.WriteLogEntriesPartialErrors";
const PARENT =
  /^\/v2\/((?:projects|organizations|folders|billingAccounts)\/[^/]+(?:\/locations\/[^/]+\/buckets\/[^/]+\/views\/[^/]+)?)\/logs$/;
const LOG = /^\/v2\/((?:projects|organizations|folders|billingAccounts)\/[^/]+\/logs\/[^/]+)$/;

/**
 * Cloud Logging's REST API on the cloud's HTTP port: everything under `/v2/`. Methods that the local cloud does not
 * have are answered by UNIMPLEMENTED with their names.
 *
 * @see https://cloud.google.com/logging/docs/reference/v2/rest
 */
export function googleRestRoute(cloud: Cloud): HttpRoute {
  googleLogsOf(cloud);
  return async (request, response, url) => {
    if (!url.pathname.startsWith("/v2/")) return false;
    try {
      const { name, parameters } = operationOf(request.method ?? "GET", url);
      const body = request.method === "POST" ? await readBody(request) : {};
      const input = readJson(REQUEST_SHAPES[name], { ...body, ...parameters }) as Record<string, unknown>;
      const { projectIds, ...rest } = input as { projectIds?: string[]; resourceNames?: string[] };
      const projects = projectIds?.map((id) => `projects/${id}`) ?? [];
      const full =
        projects.length > 0 ? { ...rest, resourceNames: [...projects, ...(rest.resourceNames ?? [])] } : rest;
      send(response, 200, await runOperation(cloud, name, full));
    } catch (error) {
      sendError(response, error);
    }
    return true;
  };
}

function operationOf(method: string, url: URL): { name: OperationName; parameters: object } {
  const path = url.pathname;
  const query = queryParameters(url);
  if (method === "POST" && path === "/v2/entries:write") return { name: "WriteLogEntries", parameters: {} };
  if (method === "POST" && path === "/v2/entries:list") return { name: "ListLogEntries", parameters: {} };
  if (method === "GET" && path === "/v2/monitoredResourceDescriptors")
    return { name: "ListMonitoredResourceDescriptors", parameters: query };
  const parent = method === "GET" ? PARENT.exec(path)?.[1] : undefined;
  if (parent) return { name: "ListLogs", parameters: { ...query, parent: decodeURIComponent(parent) } };
  const logName = method === "DELETE" ? LOG.exec(path)?.[1] : undefined;
  if (logName) return { name: "DeleteLog", parameters: { logName: onceDecoded(logName) } };
  if (path === "/v2/entries:tail")
    throw new GoogleError("UNIMPLEMENTED", "TailLogEntries streams in both directions: use gRPC.");
  throw new GoogleError("UNIMPLEMENTED", `The local cloud does not have ${method} ${path}.`);
}

/** Page parameters; the standard ones of Google's APIs (`alt`, `key`, `prettyPrint` …) make no difference. */
function queryParameters({ searchParams }: URL): object {
  const lists = { resourceNames: searchParams.getAll("resourceNames") };
  const single = ["pageSize", "pageToken"].flatMap((name) => {
    const value = searchParams.get(name);
    return value === null ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(single), ...(lists.resourceNames.length > 0 ? lists : undefined) };
}

/** The log id inside a log name is encoded itself, so that some clients encode it twice. */
function onceDecoded(logName: string): string {
  return logName.includes("%25") ? decodeURIComponent(logName) : logName;
}

async function readBody(request: IncomingMessage): Promise<object> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > CLOUD_LOGGING_REQUEST_MAX_BYTES) {
      request.resume();
      throw tooLarge();
    }
    chunks.push(chunk as Buffer);
  }
  return parseBody(Buffer.concat(chunks), request.headers["content-encoding"]);
}

function parseBody(bytes: Buffer, encoding: string | undefined): object {
  const body = encoding === "gzip" ? unpacked(bytes) : bytes;
  if (body.length === 0) return {};
  let json: unknown;
  try {
    json = JSON.parse(body.toString());
  } catch {
    throw new GoogleError("INVALID_ARGUMENT", "Invalid JSON payload received. The body is not JSON.");
  }
  if (typeof json === "object" && json !== null && !Array.isArray(json)) return json;
  throw new GoogleError("INVALID_ARGUMENT", "Invalid JSON payload received. The body must be an object.");
}

function unpacked(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: CLOUD_LOGGING_REQUEST_MAX_BYTES });
  } catch (error) {
    throw error instanceof RangeError
      ? tooLarge()
      : new GoogleError("INVALID_ARGUMENT", "The body is not whole gzip data.");
  }
}

/** What a request that is too large is answered, on either protocol. */
export function tooLarge(): GoogleError {
  return new GoogleError(
    "INVALID_ARGUMENT",
    `Request payload size exceeds the limit: ${CLOUD_LOGGING_REQUEST_MAX_BYTES} bytes.`,
  );
}

function sendError(response: ServerResponse, error: unknown): void {
  if (error instanceof ConnectionCutError) {
    response.destroy();
    return;
  }
  const { code, message, entryErrors } =
    error instanceof GoogleError ? error : new GoogleError("INTERNAL", "Internal error encountered.");
  const { http } = GOOGLE_CODES[code];
  const details = entryErrors && [{ "@type": PARTIAL_ERRORS_TYPE, logEntryErrors: entryErrors }];
  send(response, http, { error: { code: http, message, status: code, ...(details && { details }) } });
}

function send(response: ServerResponse, status: number, body: object): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    "content-type": "application/json; charset=UTF-8",
    "content-length": bytes.length,
  });
  response.end(bytes);
}
