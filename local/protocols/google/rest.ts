import type { IncomingMessage, ServerResponse } from "node:http";
import { CLOUD_LOGGING_REQUEST_MAX_BYTES } from "cumulog/semantics";
import type { Cloud } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import { GOOGLE_CODES, GoogleError } from "../../services/cloud-logging/google-error.ts";
import { googleLogsOf } from "../../services/cloud-logging/google-logs.ts";
import { readBody } from "../request-body.ts";
import type { HttpRoute } from "../route.ts";
import { readJson } from "./json-request.ts";
import { ConnectionCutError, REQUEST_SHAPES, runOperation, tooLarge } from "./operations.ts";
import { type RestCall, restCall } from "./rest-routes.ts";

const PARTIAL_ERRORS_TYPE = "type.googleapis.com/google.logging.v2.WriteLogEntriesPartialErrors";
const BAD_REQUEST_TYPE = "type.googleapis.com/google.rpc.BadRequest";

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
      const call = restCall(request.method ?? "GET", url);
      const message = readJson(REQUEST_SHAPES[call.name], await messageOf(call, request));
      const { projectIds, ...rest } = message as { projectIds?: string[]; resourceNames?: string[] };
      const projects = projectIds?.map((id) => `projects/${id}`) ?? [];
      const full =
        projects.length > 0 ? { ...rest, resourceNames: [...projects, ...(rest.resourceNames ?? [])] } : rest;
      send(response, 200, await runOperation(cloud, call.name, full));
    } catch (error) {
      request.resume();
      sendError(response, error);
    }
    return true;
  };
}

async function messageOf({ body, parameters }: RestCall, request: IncomingMessage): Promise<object> {
  if (body === undefined) return parameters;
  const json = await readObject(request);
  return body === "*" ? { ...json, ...parameters } : { ...parameters, [body]: json };
}

async function readObject(request: IncomingMessage): Promise<object> {
  const bytes = await unpackedBody(request);
  if (bytes.length === 0) return {};
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString());
  } catch {
    throw new GoogleError("INVALID_ARGUMENT", "Invalid JSON payload received. The body is not JSON.");
  }
  if (typeof json === "object" && json !== null && !Array.isArray(json)) return json;
  throw new GoogleError("INVALID_ARGUMENT", "Invalid JSON payload received. The body must be an object.");
}

async function unpackedBody(request: IncomingMessage): Promise<Buffer> {
  try {
    return await readBody(request, CLOUD_LOGGING_REQUEST_MAX_BYTES);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw error.code === "RequestEntityTooLargeException"
      ? tooLarge()
      : new GoogleError("INVALID_ARGUMENT", error.message);
  }
}

function sendError(response: ServerResponse, error: unknown): void {
  if (error instanceof ConnectionCutError) {
    response.destroy();
    return;
  }
  const known =
    error instanceof GoogleError ? error : new GoogleError("INTERNAL", "Internal error encountered.");
  const { http } = GOOGLE_CODES[known.code];
  const details = detailsOf(known);
  send(response, http, {
    error: {
      code: http,
      message: known.message,
      status: known.code,
      ...(details.length > 0 && { details }),
    },
  });
}

function detailsOf({ message, details: { entryErrors, field } }: GoogleError): readonly object[] {
  return [
    ...(entryErrors ? [{ "@type": PARTIAL_ERRORS_TYPE, logEntryErrors: entryErrors }] : []),
    ...(field === undefined
      ? []
      : [
          { "@type": BAD_REQUEST_TYPE, fieldViolations: [{ ...(field && { field }), description: message }] },
        ]),
  ];
}

function send(response: ServerResponse, status: number, body: object): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    "content-type": "application/json; charset=UTF-8",
    "content-length": bytes.length,
  });
  response.end(bytes);
}
