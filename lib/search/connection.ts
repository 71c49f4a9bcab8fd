import { readFileSync } from "node:fs";
import type { Agent } from "node:http";
import { promisify } from "node:util";
import { constants, gzip } from "node:zlib";
import { authorizationHeaders, type SearchAuthorization } from "./authorization.ts";
import type { BulkAnswer } from "./outcome.ts";

export interface ConnectionOptions {
  /** Address of the server, with a path if it is behind one. */
  readonly url: string;
  readonly authorization?: SearchAuthorization | undefined;
  /** PEM file of the authority that signed the server's certificate. @default the authorities that Node trusts */
  readonly caFile?: string | undefined;
  /** The same as text. @default none */
  readonly ca?: string | undefined;
  /** Sends gzip bodies. @default true */
  readonly compress?: boolean | undefined;
  /** Connections at once. @default 8 */
  readonly maximumSockets?: number | undefined;
}

/** One request. */
export interface SearchRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE" | "HEAD";
  /** Path with its query, from the address of the server on. */
  readonly path: string;
  readonly body?: Buffer | string | undefined;
  /** @default "application/json" */
  readonly contentType?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Bytes of a body from which on packing pays. */
const COMPRESS_FROM_BYTES = 1_024;
/** Bytes of an answer beyond which it is not one. */
const ANSWER_MAX_BYTES = 256 * 1024 * 1024;
const compressed = promisify(gzip);
/** Loaded when needed: they take longer than the rest of the library. */
const http = () => process.getBuiltinModule("node:http");
const https = () => process.getBuiltinModule("node:https");

/** The address of a search server that cannot be used. */
export class SearchAddressError extends Error {
  override readonly name = "SearchAddressError";
}

/** Requests to an OpenSearch or Elasticsearch server over kept connections; follows no redirect. */
export class SearchConnection {
  readonly #url: URL;
  readonly #options: ConnectionOptions;
  readonly #agent: Agent;

  /** @throws {SearchAddressError} for a url or a CA file that cannot be used */
  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#url = addressOf(options.url);
    const sockets = { keepAlive: true, maxSockets: options.maximumSockets ?? 8 };
    this.#agent =
      this.#url.protocol === "https:"
        ? new (https().Agent)({ ...sockets, ...authority(options) })
        : new (http().Agent)(sockets);
  }

  /** Address without a path: for messages. */
  get origin(): string {
    return this.#url.origin;
  }

  /** Resolves with any answer of the server, whatever its status. */
  async send(request: SearchRequest, signal?: AbortSignal): Promise<BulkAnswer> {
    const { method, path, contentType = "application/json" } = request;
    const url = new URL(this.#url.pathname.replace(/\/$/, "") + path, this.#url);
    const plain = request.body;
    const isPacked =
      plain !== undefined && this.#options.compress !== false && plain.length >= COMPRESS_FROM_BYTES;
    const body = isPacked ? await compressed(plain, { level: constants.Z_BEST_SPEED }) : plain;
    const content = {
      ...(body !== undefined && { "content-type": contentType }),
      ...(isPacked && { "content-encoding": "gzip" }),
      ...request.headers,
    };
    const authorization = await authorizationHeaders(this.#options.authorization, {
      method,
      url,
      body: body ?? "",
      headers: content,
    });
    const headers = {
      ...content,
      ...authorization,
      ...(body !== undefined && { "content-length": String(Buffer.byteLength(body)) }),
    };
    return this.#exchange(url, { method, headers }, body, signal);
  }

  close(): void {
    this.#agent.destroy();
  }

  #exchange(
    url: URL,
    options: { readonly method: string; readonly headers: Readonly<Record<string, string>> },
    body: Buffer | string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<BulkAnswer> {
    return new Promise((resolve, reject) => {
      const { request: start } = url.protocol === "https:" ? https() : http();
      const outgoing = start(
        url,
        { ...options, agent: this.#agent, ...(signal && { signal }) },
        (response) => {
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
              text: Buffer.concat(chunks).toString("utf8"),
              retryAfter: response.headers["retry-after"],
            }),
          );
        },
      );
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  }
}

function addressOf(text: string): URL {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new SearchAddressError("url must be an address such as https://search.example.com:9200");
  if (url.username !== "" || url.password !== "")
    throw new SearchAddressError(
      "url holds a user or password; give them as auth: { type: basic, username, password }",
    );
  return url;
}

function authority({ ca, caFile: file }: ConnectionOptions): { readonly ca?: string | Buffer } {
  if (ca !== undefined) return { ca };
  if (file === undefined) return {};
  try {
    return { ca: readFileSync(file) };
  } catch (cause) {
    throw new SearchAddressError(
      `the CA file ${file} cannot be read (${(cause as NodeJS.ErrnoException).code})`,
      {
        cause,
      },
    );
  }
}
