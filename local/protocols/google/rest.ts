import type { IncomingMessage, ServerResponse } from "node:http";
import { CLOUD_LOGGING_REQUEST_MAX_BYTES } from "cumulog/semantics";
import type { Cloud } from "../../kernel/cloud.ts";
import { GOOGLE_CODES, GoogleError } from "../../kernel/google/google-error.ts";
import { googleServicesOf } from "../../kernel/google/google-service.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import { CutConnection } from "../faulty-call.ts";
import { readBody } from "../request-body.ts";
import type { HttpRoute } from "../route.ts";
import { callGoogle, tooLarge } from "./google-call.ts";
import { HttpRules } from "./http-rules.ts";

const BAD_REQUEST_TYPE = "type.googleapis.com/google.rpc.BadRequest";

/**
 * Google's REST APIs on the cloud's HTTP port: everything under the version that a service's paths begin with, such as
 * `/v2/`. Methods that the local cloud does not have are answered by UNIMPLEMENTED with their addresses.
 *
 * @see https://cloud.google.com/logging/docs/reference/v2/rest
 */
export function googleRestRoute(cloud: Cloud): HttpRoute {
  const rules = new Map<string, HttpRules>();
  return async (request, response, url) => {
    const listed = googleServicesOf(cloud).find(({ version }) => url.pathname.startsWith(`/${version}/`));
    if (!listed || request.headers.authorization?.startsWith("AWS4-")) return false;
    try {
      const { name, load } = listed;
      if (!rules.has(name)) rules.set(name, new HttpRules((await load()).service.types));
      const verb = request.method ?? "GET";
      const call = rules.get(name)!.find(verb, url);
      if (!call)
        throw new GoogleError(
          "UNIMPLEMENTED",
          `The local cloud does not have ${verb} ${url.pathname.slice(0, 500)}.`,
        );
      send(
        response,
        200,
        await callGoogle(
          cloud,
          name,
          call.method,
          call.request(call.hasBody ? await readObject(request) : {}),
        ),
      );
    } catch (error) {
      request.resume();
      sendError(response, error);
    }
    return true;
  };
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
  if (error instanceof CutConnection) {
    response.destroy();
    return;
  }
  const { code, message, details, field } =
    error instanceof GoogleError ? error : new GoogleError("INTERNAL", "Internal error encountered.");
  const { http } = GOOGLE_CODES[code];
  const violations =
    field === undefined
      ? []
      : [{ "@type": BAD_REQUEST_TYPE, fieldViolations: [{ ...(field && { field }), description: message }] }];
  const all = [...details, ...violations];
  send(response, http, {
    error: { code: http, message, status: code, ...(all.length > 0 && { details: all }) },
  });
}

function send(response: ServerResponse, status: number, body: object): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    "content-type": "application/json; charset=UTF-8",
    "content-length": bytes.length,
  });
  response.end(bytes);
}
