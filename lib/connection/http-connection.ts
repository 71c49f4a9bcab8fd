import type { Agent } from "node:http";
import { promisify } from "node:util";
import { constants, gzip } from "node:zlib";

/** Sockets of a connection. */
export interface SocketOptions {
  /** Certificates of the authorities that are trusted. @default those that Node trusts */
  readonly ca?: string | Buffer | undefined;
  /** Certificate of the client and its key, for servers that ask for one. */
  readonly cert?: string | Buffer | undefined;
  readonly key?: string | Buffer | undefined;
  /** Connections at once. @default 8 */
  readonly maximumSockets?: number | undefined;
  /** Milliseconds after which a socket without work is closed. @default when the server closes it, or said that it would */
  readonly idleMs?: number | undefined;
}

/** A request as it is sent. */
export interface HttpRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string | undefined;
}

/** An answer, whatever its status. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: Buffer;
  readonly contentType: string | undefined;
  readonly retryAfter: string | undefined;
  readonly location: string | undefined;
}

/** Bytes of a body from which on packing pays. */
export const COMPRESS_FROM_BYTES = 1_024;
/** Bytes of an answer beyond which it is not one. */
const ANSWER_MAX_BYTES = 256 * 1024 * 1024;
const pack = promisify(gzip);
/** Loaded when needed: they take longer than the rest of the library. */
const http = () => process.getBuiltinModule("node:http");
const https = () => process.getBuiltinModule("node:https");

/** A body in gzip's form, for speed rather than size. */
export const compressed = (body: Buffer | string): Promise<Buffer> =>
  pack(body, { level: constants.Z_BEST_SPEED });

/** Requests to one server over kept sockets; follows no redirect. */
export class HttpConnection {
  readonly #agent: Agent;

  constructor(protocol: string, { maximumSockets = 8, idleMs, ca, cert, key }: SocketOptions = {}) {
    const sockets = {
      keepAlive: true,
      maxSockets: maximumSockets,
      ...(idleMs !== undefined && { timeout: idleMs }),
      // Node.js has only its own agents heed it: https://nodejs.org/api/http.html#built-in-proxy-support
      ...(process.env["NODE_USE_ENV_PROXY"] === "1" && { proxyEnv: process.env }),
    };
    const trust = { ...(ca !== undefined && { ca }), ...(cert !== undefined && { cert, key }) };
    this.#agent =
      protocol === "https:" ? new (https().Agent)({ ...sockets, ...trust }) : new (http().Agent)(sockets);
  }

  /** Resolves with any answer of the server. */
  send(url: URL, { method, headers, body }: HttpRequest, signal?: AbortSignal): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      const { request: start } = url.protocol === "https:" ? https() : http();
      const options = { method, headers, agent: this.#agent, ...(signal && { signal }) };
      const outgoing = start(url, options, (response) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on("data", (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > ANSWER_MAX_BYTES) response.destroy(new Error("the answer is too long"));
          else chunks.push(chunk);
        });
        response.on("error", reject);
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(chunks),
            contentType: response.headers["content-type"],
            retryAfter: response.headers["retry-after"],
            location: response.headers.location,
          }),
        );
      });
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
