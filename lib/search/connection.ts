import { readFileSync } from "node:fs";
import { COMPRESS_FROM_BYTES, compressed, HttpConnection } from "../connection/http-connection.ts";
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

/** The address of a search server that cannot be used. */
export class SearchAddressError extends Error {
  override readonly name = "SearchAddressError";
}

/** Requests to an OpenSearch or Elasticsearch server over kept connections; follows no redirect. */
export class SearchConnection {
  readonly #url: URL;
  readonly #options: ConnectionOptions;
  readonly #connection: HttpConnection;

  /** @throws {SearchAddressError} for a url or a CA file that cannot be used */
  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#url = addressOf(options.url);
    this.#connection = new HttpConnection(this.#url.protocol, {
      ...authority(options),
      maximumSockets: options.maximumSockets,
    });
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
    const body = isPacked ? await compressed(plain) : plain;
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
    const answer = await this.#connection.send(url, { method, headers, body }, signal);
    return { status: answer.status, text: answer.body.toString("utf8"), retryAfter: answer.retryAfter };
  }

  close(): void {
    this.#connection.close();
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
