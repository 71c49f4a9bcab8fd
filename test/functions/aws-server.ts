import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import { gunzipSync } from "node:zlib";
import { listenOnLoopback, stopServer } from "./loopback-server.ts";

/** One call as it came over the wire. */
export interface AwsCall {
  readonly operation: string;
  readonly input: Record<string, never>;
}

/** Answer of an operation: the output, or an error of the service. */
export type AwsAnswer = object | { readonly error: string; readonly status?: number };

/** Speaks as much of the JSON and query protocols on loopback as the functions need. */
export class AwsServer {
  readonly calls: AwsCall[] = [];
  readonly #answers = new Map<string, (input: Record<string, never>, call: number) => AwsAnswer>();
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk) => chunks.push(chunk));
      request.on("end", () => {
        const raw = Buffer.concat(chunks);
        const body = request.headers["content-encoding"] === "gzip" ? gunzipSync(raw) : raw;
        const target = request.headers["x-amz-target"] as string | undefined;
        const isQuery = target === undefined;
        const input = isQuery
          ? Object.fromEntries(new URLSearchParams(body.toString()))
          : JSON.parse(body.toString() || "{}");
        const operation = isQuery ? input.Action : target.split(".").at(-1)!;
        this.calls.push({ operation, input });
        const answer = this.#answers.get(operation);
        const output = answer?.(input, this.of(operation).length) ?? this.#standard(operation, input);
        const error = output as { error?: string; status?: number };
        if (error.error !== undefined) {
          response.writeHead(error.status ?? 400, {
            "content-type": isQuery ? "text/xml" : "application/x-amz-json-1.1",
          });
          response.end(
            isQuery
              ? `<ErrorResponse><Error><Code>${error.error}</Code><Message>refused</Message></Error></ErrorResponse>`
              : JSON.stringify({ __type: error.error, message: "refused" }),
          );
          return;
        }
        response.writeHead(200, { "content-type": isQuery ? "text/xml" : "application/x-amz-json-1.1" });
        response.end(
          isQuery
            ? `<${operation}Response><${operation}Result><MessageId>m</MessageId></${operation}Result></${operation}Response>`
            : JSON.stringify(output),
        );
      });
    });
  }

  start(): Promise<string> {
    return listenOnLoopback(this.#server);
  }

  stop(): Promise<void> {
    return stopServer(this.#server);
  }

  /** Sets the answer of an operation; `call` counts from 1. */
  on(operation: string, answer: (input: Record<string, never>, call: number) => AwsAnswer | undefined): void {
    this.#answers.set(operation, answer as (input: Record<string, never>, call: number) => AwsAnswer);
  }

  reset(): void {
    this.calls.length = 0;
    this.#answers.clear();
  }

  /** Inputs of all calls of an operation. */
  of(operation: string): Record<string, never>[] {
    return this.calls.filter((call) => call.operation === operation).map(({ input }) => input);
  }

  #standard(operation: string, input: Record<string, never>): object {
    if (operation !== "SendMessage") return {};
    return {
      MessageId: "m",
      MD5OfMessageBody: createHash("md5").update(String(input["MessageBody"])).digest("hex"),
    };
  }
}
