import type { IncomingMessage, ServerResponse } from "node:http";

/** What goes wrong with one `_bulk` call. */
export type BulkFault =
  | "too-many-requests"
  | "unavailable"
  | "too-large"
  | "items-rejected"
  | "cut-before"
  | "store-then-cut"
  | "store-then-half-answer"
  | "page-of-a-proxy";

/** Answers a fault that has nothing to do with what is stored; false for the others. */
export function answerFault(
  fault: BulkFault | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  switch (fault) {
    case "too-many-requests":
      response.writeHead(429, { "content-type": "application/json" });
      response.end('{"error":{"type":"es_rejected_execution_exception","reason":"rejected"},"status":429}');
      return true;
    case "unavailable":
      response.writeHead(503, { "content-type": "text/html" }).end("<html>Service Unavailable</html>");
      return true;
    case "too-large":
      response.writeHead(413, { "content-type": "text/plain" }).end("413 Request Entity Too Large");
      return true;
    case "page-of-a-proxy":
      response.writeHead(200, { "content-type": "text/html" }).end("<html>Welcome</html>");
      return true;
    case "cut-before":
      request.socket.destroy();
      return true;
    default:
      return false;
  }
}

/** Gives the answer, or loses it. */
export function answerStored(
  fault: BulkFault | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  text: string,
): void {
  if (fault === "store-then-cut") {
    request.socket.destroy();
    return;
  }
  response.writeHead(200, {
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(text)),
  });
  if (fault === "store-then-half-answer")
    response.write(text.slice(0, text.length >> 1), () => request.socket.destroy());
  else response.end(text);
}

/** An item that the server has no room for at the moment. */
export const REJECTED_ITEM = {
  create: {
    status: 429,
    error: { type: "es_rejected_execution_exception", reason: "rejected execution of primary operation" },
  },
} as const;
