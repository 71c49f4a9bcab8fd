import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createServer } from "#kernel/node-http.ts";
import type { ChunkListener } from "./function-definition.ts";

/** What a function is asked to do. */
export interface Invocation {
  readonly requestId: string;
  readonly payload: string | Buffer;
  /** Made when the runtime takes the invocation, which is after its initialization. */
  readonly headers: () => Readonly<Record<string, string>>;
  readonly onChunk?: ChunkListener | undefined;
}

/** What the runtime inside the environment says. */
export interface RuntimeListener {
  /** The runtime is initialized and waits for an invocation. */
  next(): void;
  response(requestId: string, body: Buffer): void;
  error(requestId: string, body: Buffer): void;
  initError(body: Buffer): void;
}

/** Longest answer kept; a little over the limit of a synchronous response (6 MB), so that the limit can be judged. */
const LONGEST_BODY = 7_000_000;

const PREFIX = "/2018-06-01/runtime/";

/**
 * The Lambda Runtime API of one environment.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export class RuntimeApi {
  readonly #server: Server;
  readonly #listener: RuntimeListener;
  readonly #others: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  #waiting: ServerResponse | undefined;
  #queued: Invocation | undefined;
  #given: Invocation | undefined;

  /** @param others answers requests that are not of the runtime */
  constructor(
    listener: RuntimeListener,
    others?: (request: IncomingMessage, response: ServerResponse) => void,
  ) {
    this.#listener = listener;
    this.#others = others;
    this.#server = createServer((request, response) => this.#handle(request, response));
  }

  /** Resolves with `host:port` for `AWS_LAMBDA_RUNTIME_API`. */
  async start(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(0, "127.0.0.1", resolve);
    });
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Gives the runtime its next invocation. */
  give(invocation: Invocation): void {
    this.#given = invocation;
    if (this.#waiting) this.#answer(this.#waiting, invocation);
    else this.#queued = invocation;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #answer(response: ServerResponse, { requestId, payload, headers }: Invocation): void {
    this.#waiting = undefined;
    this.#queued = undefined;
    response.writeHead(200, {
      "Content-Type": "application/json",
      "Lambda-Runtime-Aws-Request-Id": requestId,
      ...headers(),
    });
    response.end(payload);
  }

  #handle(request: IncomingMessage, response: ServerResponse): void {
    const { url = "" } = request;
    if (this.#others !== undefined && !url.startsWith(PREFIX)) {
      this.#others(request, response);
      return;
    }
    const path = url.replace(PREFIX, "");
    if (request.method === "GET" && path === "invocation/next") {
      this.#waiting = response;
      this.#listener.next();
      if (this.#queued && this.#waiting) this.#answer(response, this.#queued);
      return;
    }
    const chunks: Buffer[] = [];
    let size = 0;
    const { "lambda-runtime-function-response-mode": mode, "content-type": type = "" } = request.headers;
    const onChunk = mode === "streaming" && path.endsWith("/response") ? this.#given?.onChunk : undefined;
    request.on("data", (chunk: Buffer) => {
      onChunk?.(chunk, type);
      size += chunk.length;
      if (size <= LONGEST_BODY) chunks.push(chunk);
    });
    request.on("end", () => {
      response.writeHead(202, { "Content-Type": "application/json" }).end('{"status":"OK"}');
      const body = Buffer.concat(chunks);
      const [, requestId, kind] = /^invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
      if (kind === "response") this.#listener.response(requestId!, body);
      else if (kind === "error") this.#listener.error(requestId!, body);
      else if (path === "init/error") this.#listener.initError(body);
    });
  }
}
