import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { decodeRequest, encodeResponse, type OtlpRecord, type OtlpRequest } from "./messages.ts";

/** What one request gets. A number is an HTTP status. */
export type Fault =
  | number
  | "store-then-cut"
  | "cut-before"
  | "page"
  | "empty"
  | { readonly rejected: number; readonly message: string };

export interface Post {
  readonly headers: IncomingHttpHeaders;
  readonly path: string;
  readonly bytes: number;
  readonly request: OtlpRequest;
}

/** A collector on loopback that keeps what it takes, and answers as its script says. */
export class Collector {
  /** Answers of the next requests; then all are taken. */
  script: (Fault | undefined)[] = [];
  /** Records that make a request wrong. */
  refuses: (record: OtlpRecord) => boolean = () => false;
  readonly posts: Post[] = [];
  readonly taken: OtlpRecord[] = [];
  readonly #server: Server;

  constructor() {
    this.#server = createServer((incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("end", () => {
        const sent = Buffer.concat(chunks);
        const body = incoming.headers["content-encoding"] === "gzip" ? gunzipSync(sent) : sent;
        const isJson = incoming.headers["content-type"] === "application/json";
        const request = isJson ? (JSON.parse(body.toString()) as OtlpRequest) : decodeRequest(body);
        this.posts.push({
          headers: incoming.headers,
          path: incoming.url ?? "",
          bytes: body.length,
          request,
        });
        this.#answer(request, isJson, response);
      });
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1/logs`;
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #answer(request: OtlpRequest, isJson: boolean, response: ServerResponse): void {
    const fault = this.script.shift();
    const records = recordsOf(request);
    if (fault === "cut-before" || fault === "store-then-cut") {
      if (fault === "store-then-cut") this.taken.push(...records);
      response.destroy();
      return;
    }
    if (fault === "page") {
      response.writeHead(200, { "content-type": "text/html" }).end("<html>log in</html>");
      return;
    }
    if (typeof fault === "number") {
      response.writeHead(fault, { "content-type": "text/plain" }).end("refused");
      return;
    }
    if (records.some((record) => this.refuses(record))) {
      response.writeHead(400, { "content-type": "application/json" }).end('{"code":3,"message":"bad"}');
      return;
    }
    const rejected = typeof fault === "object" ? fault.rejected : 0;
    this.taken.push(...records.slice(rejected));
    const answer =
      typeof fault === "object"
        ? { partialSuccess: { rejectedLogRecords: rejected, errorMessage: fault.message } }
        : {};
    if (fault === "empty") response.writeHead(200).end();
    else if (isJson)
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
    else response.writeHead(200, { "content-type": "application/x-protobuf" }).end(encodeResponse(answer));
  }
}

export function recordsOf({ resourceLogs }: OtlpRequest): OtlpRecord[] {
  return resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords));
}
