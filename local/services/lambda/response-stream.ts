/** Runs inside the child process of a function: what the managed runtime gives to handlers that stream their answer. */
import type { ClientRequest, IncomingMessage } from "node:http";
import { Writable } from "node:stream";
import { request } from "../../kernel/node-http.ts";
import type { LambdaHandler } from "./handler-loader.ts";

const STREAMS = Symbol.for("aws.lambda.runtime.handler.streaming");
/** Content type of a stream that begins with status and headers, and what parts these from the body. */
const WITH_PRELUDE = "application/vnd.awslambda.http-integration-response";
const DELIMITER = Buffer.alloc(8);

/** The stream that a handler writes to: its first piece opens the response to the Runtime API. */
export class ResponseStream extends Writable {
  readonly #open: (contentType: string) => ClientRequest;
  #contentType = "application/octet-stream";
  #prelude: Buffer | undefined;
  #request: ClientRequest | undefined;
  #answered: Promise<void> | undefined;

  constructor(options: { readonly host: string; readonly port: string; readonly path: string }) {
    super();
    this.#open = (contentType) =>
      request({
        ...options,
        method: "POST",
        agent: false,
        headers: {
          "content-type": contentType,
          "lambda-runtime-function-response-mode": "streaming",
          "transfer-encoding": "chunked",
        },
      });
  }

  /** Whether anything was sent. */
  get begun(): boolean {
    return this.#request !== undefined;
  }

  setContentType(contentType: string): void {
    this.#contentType = contentType;
  }

  /** Begins the stream with a status, headers and cookies. */
  setPrelude(prelude: unknown): void {
    this.#contentType = WITH_PRELUDE;
    this.#prelude = Buffer.concat([Buffer.from(JSON.stringify(prelude)), DELIMITER]);
  }

  override _write(
    chunk: Buffer | string,
    encoding: BufferEncoding,
    done: (error?: Error | null) => void,
  ): void {
    this.#started().write(chunk, encoding, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#started().end();
    this.#answered!.then(() => done(), done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (error) this.#request?.destroy();
    done(error);
  }

  #started(): ClientRequest {
    if (this.#request) return this.#request;
    const opened = this.#open(this.#contentType);
    this.#request = opened;
    this.#answered = new Promise((resolve, reject) => {
      opened.once("error", reject);
      opened.once("response", (response: IncomingMessage) => response.resume().once("end", resolve));
    });
    this.#answered.catch(() => {});
    if (this.#prelude) opened.write(this.#prelude);
    return opened;
  }
}

/** A handler that answers by a stream: `(event, responseStream, context)`. */
export type StreamingHandler = (event: unknown, stream: ResponseStream, context: unknown) => unknown;

export function isStreaming(handler: LambdaHandler | StreamingHandler): handler is StreamingHandler {
  return STREAMS in handler;
}

/** Gives code the `awslambda` of the managed runtime. https://docs.aws.amazon.com/lambda/latest/dg/config-rs-write-functions.html */
export function provideStreaming(): void {
  const awslambda = {
    streamifyResponse: (handler: StreamingHandler) => Object.assign(handler, { [STREAMS]: "response" }),
    HttpResponseStream: {
      from(stream: ResponseStream, prelude: unknown): ResponseStream {
        stream.setPrelude(prelude);
        return stream;
      },
    },
  };
  Object.assign(globalThis, { awslambda });
}
