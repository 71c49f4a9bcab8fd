import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Cloud } from "../kernel/cloud.ts";
import { createServer } from "../kernel/node-http.ts";
import { handleAws } from "./aws-handler.ts";
import { acceptHttp2 } from "./http2-connections.ts";
import { RequestGuard, type RequestGuardOptions } from "./request-guard.ts";
import type { HttpRoute } from "./route.ts";

export interface HttpServerOptions extends RequestGuardOptions {
  /** Address to listen on; anything but loopback lets other machines in. @default "127.0.0.1" */
  readonly host?: string;
  /** @default 0, which is any free port */
  readonly port?: number;
  /** Parts that are asked before the AWS protocols, in order. @default none */
  readonly routes?: readonly HttpRoute[];
}

export interface RunningServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Longer than clients keep a connection, so that it is never closed under a request. */
const KEEP_ALIVE_MS = 75_000;

/** Serves a cloud to AWS clients, and further routes, on one port. */
export async function startHttpServer(
  cloud: Cloud,
  { host = "127.0.0.1", port = 0, routes = [], ...guarded }: HttpServerOptions = {},
): Promise<RunningServer> {
  const guard = new RequestGuard(guarded);
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    answer(cloud, request, response, routes, guard).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { "content-type": "text/plain; charset=utf-8" });
      response.end(`The local cloud failed: ${error instanceof Error ? error.message : String(error)}\n`);
    });
  };
  const server = createServer(listener);
  const endOthers = acceptHttp2(server, listener);
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.on("clientError", (_error, socket) => {
    if (socket.writable)
      socket.end("HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        endOthers();
      }),
  };
}

async function answer(
  cloud: Cloud,
  request: IncomingMessage,
  response: ServerResponse,
  routes: readonly HttpRoute[],
  guard: RequestGuard,
): Promise<void> {
  const url = parseUrl(request.url ?? "/", request.headers.host ?? "localhost");
  const refusal = url
    ? guard.refusal(request, url)
    : { statusCode: 400, message: "The request's address is malformed." };
  if (!url || refusal) {
    response.writeHead(refusal!.statusCode, { "content-type": "text/plain; charset=utf-8" });
    response.end(`${refusal!.message}\n`);
    request.resume();
    return;
  }
  if (allowOrigin(guard, request, response)) return;
  for (const route of routes) if (await route(request, response, url)) return;
  await handleAws(cloud, request, response, url);
}

/** Lets the browser hand answers to a web application that was allowed by name; true when that was all it asked for. */
function allowOrigin(guard: RequestGuard, request: IncomingMessage, response: ServerResponse): boolean {
  const { origin } = request.headers;
  if (!guard.allows(origin)) return false;
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader("access-control-expose-headers", "*");
  response.setHeader("vary", "origin");
  if (request.method !== "OPTIONS") return false;
  response.writeHead(204, {
    "access-control-allow-methods": "GET, HEAD, POST, PUT, PATCH, DELETE",
    "access-control-allow-headers": request.headers["access-control-request-headers"] ?? "*",
  });
  response.end();
  return true;
}

function parseUrl(path: string, host: string): URL | undefined {
  try {
    return new URL(path.startsWith("/") ? `http://${host}${path}` : path);
  } catch {
    return undefined;
  }
}
