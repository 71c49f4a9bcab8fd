import type { IncomingMessage, ServerResponse } from "node:http";
import { RequestRefusedError } from "./request-refused-error.ts";

const LARGEST_BODY = 8 * 1_048_576;

/**
 * Reads a JSON object.
 *
 * @throws RequestRefusedError when it is too large or something else
 */
export async function readJsonBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > LARGEST_BODY) {
      request.resume();
      throw new RequestRefusedError(413, `The body is larger than ${LARGEST_BODY} bytes.`);
    }
    chunks.push(chunk as Buffer);
  }
  let body: unknown;
  try {
    body = JSON.parse(Buffer.concat(chunks).toString() || "{}");
  } catch (error) {
    throw new RequestRefusedError(400, `The body is not JSON: ${(error as Error).message}`);
  }
  if (typeof body === "object" && body !== null && !Array.isArray(body))
    return body as Record<string, unknown>;
  throw new RequestRefusedError(400, "The body must be a JSON object.");
}

export function sendJson(response: ServerResponse, statusCode: number, body: unknown): void {
  const bytes = Buffer.from(JSON.stringify(body, bytesAsText) ?? "null");
  response.writeHead(statusCode, {
    "content-type": "application/json; charset=utf-8",
    "content-length": bytes.length,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  response.end(bytes);
}

/** Payloads of functions are bytes; the page shows them as text. */
function bytesAsText(_: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString() : value;
}
