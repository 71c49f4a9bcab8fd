import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";

export interface Faults {
  /** Share of PutLogEvents calls that are throttled. */
  readonly throttle?: number;
  /** Share that ends in a 5xx; half of them store the batch before. */
  readonly serverError?: number;
  /** Share whose connection is cut before the batch is stored. */
  readonly cut?: number;
  readonly seed?: number;
}

/** What the next PutLogEvents call gets instead of the usual answer. */
export type Scripted =
  /** The connection ends before anything is answered, or while the request is still coming in. */
  | "cut-before-headers"
  | "cut-in-request"
  /** Stored, then the connection ends in the middle of the answer. */
  | "store-then-cut"
  /** Nothing is answered, or a byte at first and never the rest. */
  | "hang"
  | "drip"
  | {
      readonly status: number;
      readonly type?: string;
      readonly stores?: boolean;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: object | string;
    };

interface StoredEvent {
  readonly timestamp: number;
  readonly message: string;
}

/** A strict PutLogEvents server with rules written from the API's documentation, and faults by seed. */
export class LogEventsServer {
  readonly streams = new Map<string, StoredEvent[]>();
  readonly groups = new Map<string, Record<string, unknown>>();
  readonly calls: string[] = [];
  /** Events of batches that were stored and then answered by an error. */
  storedThenFailed: StoredEvent[] = [];
  faults: Faults = {};
  /** Taken in turn by PutLogEvents calls, before {@link faults}. */
  script: Scripted[] = [];
  /** Batches with this text in a message are invalid. */
  poison: string | undefined;
  /** Bodies above are refused with HTTP 413. */
  maximumBodyBytes = Number.POSITIVE_INFINITY;
  /** Error types that the next calls of PutRetentionPolicy get. */
  retentionRefusals: string[] = [];
  /** As before 2023: every call needs the token that the one before it returned. */
  needsSequenceTokens = false;
  /** The server's clock; signatures more than five minutes off are refused. */
  now: () => number = Date.now;
  #token = 0;
  #server: Server;
  #state = 1;

  constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      const operation = String(request.headers["x-amz-target"]).split(".")[1]!;
      request.on("data", (chunk: Buffer) => {
        if (operation !== "PutLogEvents" || this.script[0] !== "cut-in-request") chunks.push(chunk);
        else {
          this.script.shift();
          this.calls.push(operation);
          request.socket.destroy();
        }
      });
      request.on("end", () => {
        if (request.socket.destroyed) return;
        this.calls.push(operation);
        const answer = (status: number, body: object): void => {
          response.writeHead(status, {
            "content-type": "application/x-amz-json-1.1",
            date: new Date(this.now()).toUTCString(),
          });
          response.end(JSON.stringify(body));
        };
        const signed = /^AWS4-HMAC-SHA256 .*Signature=[0-9a-f]{64}/.test(
          String(request.headers.authorization),
        );
        if (!signed) return answer(403, { __type: "MissingAuthenticationToken", message: "unsigned" });
        const given = Buffer.concat(chunks);
        const bytes = request.headers["content-encoding"] === "gzip" ? gunzipSync(given) : given;
        const input = JSON.parse(bytes.toString()) as Record<string, never>;
        const fail = (type: string, status = 400): void => answer(status, { __type: type, message: type });
        if (Math.abs(timeOf(String(request.headers["x-amz-date"])) - this.now()) > 300_000)
          return answer(403, { __type: "InvalidSignatureException", message: "Signature expired" });
        if (operation === "CreateLogGroup") {
          if (this.groups.has(input["logGroupName"]!)) return fail("ResourceAlreadyExistsException");
          this.groups.set(input["logGroupName"]!, input);
          return answer(200, {});
        }
        const group = this.groups.get(input["logGroupName"]!);
        if (!group) return fail("ResourceNotFoundException");
        if (operation === "PutRetentionPolicy") {
          const refusal = this.retentionRefusals.shift();
          if (refusal !== undefined) return fail(refusal);
          group["retentionInDays"] = input["retentionInDays"];
          return answer(200, {});
        }
        const stream: string = input["logStreamName"]!;
        if (operation === "CreateLogStream") {
          if (this.streams.has(stream)) return fail("ResourceAlreadyExistsException");
          this.streams.set(stream, []);
          return answer(200, {});
        }
        const stored = this.streams.get(stream);
        if (!stored) return fail("ResourceNotFoundException");
        const events: StoredEvent[] = input["logEvents"]!;
        const broken = brokenRule(events);
        if (broken) return fail("InvalidParameterException");
        if (given.length > this.maximumBodyBytes) return fail("RequestEntityTooLargeException", 413);
        if (this.poison !== undefined && events.some(({ message }) => message.includes(this.poison!)))
          return fail("InvalidParameterException");
        const scripted = this.script.shift();
        if (scripted !== undefined) return this.#follow(scripted, stored, events, response);
        const { sequenceToken = "0" } = input as { sequenceToken?: string };
        if (this.needsSequenceTokens && sequenceToken !== String(this.#token))
          return answer(400, {
            __type: "InvalidSequenceTokenException",
            message: "The given sequenceToken is invalid",
            expectedSequenceToken: String(this.#token),
          });
        const { throttle = 0, serverError = 0, cut = 0 } = this.faults;
        const draw = this.#random();
        if (draw < throttle) return fail("ThrottlingException");
        if (draw < throttle + serverError / 2) return fail("InternalFailure", 500);
        if (draw < throttle + serverError + cut && draw >= throttle + serverError) {
          request.socket.destroy();
          return;
        }
        stored.push(...events);
        if (draw < throttle + serverError) {
          this.storedThenFailed.push(...events);
          return fail("ServiceUnavailableException", 503);
        }
        this.#token += 1;
        answer(200, { nextSequenceToken: String(this.#token) });
      });
    });
  }

  #follow(scripted: Scripted, stored: StoredEvent[], events: StoredEvent[], response: ServerResponse): void {
    if (scripted === "hang") return;
    if (scripted === "cut-before-headers" || scripted === "cut-in-request") {
      response.socket!.destroy();
      return;
    }
    const isPartial = scripted === "drip" || scripted === "store-then-cut";
    if (scripted === "store-then-cut" || (!isPartial && scripted.stores)) {
      stored.push(...events);
      if (isPartial || scripted.status >= 300) this.storedThenFailed.push(...events);
    }
    if (isPartial) {
      response.writeHead(200, { "content-type": "application/x-amz-json-1.1" }).write("{");
      if (scripted === "store-then-cut") setImmediate(() => response.socket?.destroy());
      return;
    }
    const { status, type, headers, body = { __type: type, message: type } } = scripted;
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1", ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  }

  /** @param port of a server that was stopped, to come back as it @default any */
  async start(port = 0): Promise<string> {
    this.#state = this.faults.seed ?? 1;
    await new Promise<void>((resolve) => this.#server.listen(port, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #random(): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#state / 2 ** 32;
  }
}

/** Of `20260102T030405Z`. */
function timeOf(text: string): number {
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, "$1-$2-$3:$4:$5"));
}

/** Which rule of https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html is broken. */
export function brokenRule(events: readonly StoredEvent[]): string | undefined {
  if (events.length < 1 || events.length > 10_000) return "count";
  if (events.some(({ message }) => message.length === 0)) return "empty";
  const sizes = events.map(({ message }) => new TextEncoder().encode(message).length + 26);
  if (sizes.some((size) => size > 1_048_576)) return "event size";
  if (sizes.reduce((sum, size) => sum + size, 0) > 1_048_576) return "batch size";
  const times = events.map(({ timestamp }) => timestamp);
  if (times.some((time) => !Number.isInteger(time) || time < 0)) return "timestamp";
  if (times.some((time, index) => index > 0 && time < times[index - 1]!)) return "order";
  return times.at(-1)! - times[0]! > 86_400_000 ? "span" : undefined;
}
