import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface Faults {
  /** Share of PutLogEvents calls that are throttled. */
  readonly throttle?: number;
  /** Share that ends in a 5xx; half of them store the batch before. */
  readonly serverError?: number;
  /** Share whose connection is cut before the batch is stored. */
  readonly cut?: number;
  readonly seed?: number;
}

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
  #server: Server;
  #state = 1;

  constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const operation = String(request.headers["x-amz-target"]).split(".")[1]!;
        this.calls.push(operation);
        const answer = (status: number, body: object): void => {
          response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
          response.end(JSON.stringify(body));
        };
        const signed = /^AWS4-HMAC-SHA256 .*Signature=[0-9a-f]{64}/.test(
          String(request.headers.authorization),
        );
        if (!signed) return answer(403, { __type: "MissingAuthenticationToken", message: "unsigned" });
        const input = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, never>;
        const fail = (type: string, status = 400): void => answer(status, { __type: type, message: type });
        if (operation === "CreateLogGroup") {
          if (this.groups.has(input["logGroupName"]!)) return fail("ResourceAlreadyExistsException");
          this.groups.set(input["logGroupName"]!, input);
          return answer(200, {});
        }
        const group = this.groups.get(input["logGroupName"]!);
        if (!group) return fail("ResourceNotFoundException");
        if (operation === "PutRetentionPolicy") {
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
        answer(200, { nextSequenceToken: "1" });
      });
    });
  }

  async start(): Promise<string> {
    this.#state = this.faults.seed ?? 1;
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
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
