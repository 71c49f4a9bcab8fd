import type { IncomingMessage, ServerResponse } from "node:http";

/** One request of an AWS client with what answers to it have in common. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly requestId: string;
}

/** Sends a whole answer. */
export function send(
  { response, requestId }: Pick<Exchange, "response" | "requestId">,
  status: number,
  contentType: string,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    "x-amzn-requestid": requestId,
    "content-type": contentType,
    "content-length": typeof body === "string" ? Buffer.byteLength(body) : body.length,
    ...headers,
  });
  response.end(body);
}
