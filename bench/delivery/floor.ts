/**
 * What the machine can do at best: one pass writes the escaped JSON of each record into the body of a request, which is signed
 * here and sent on a kept connection. No order is kept between the requests in flight, nothing is accounted for, tried again, cut to
 * a limit of the service but the body's, or looked at twice.
 */
import { createHash, createHmac } from "node:crypto";
import { Agent, request } from "node:http";
import type { LogRecord } from "../../lib/logger/record.ts";

const BODY_BYTES = 1_048_576;
/** The envelope of an event counts as this much. */
const EVENT_BYTES = 26;
const IN_FLIGHT = 2;
const HEAD = '{"logGroupName":"bench","logStreamName":"bench","logEvents":[';
const NEEDS_ESCAPE = /["\\\u0000-\u001f\u007f-\uffff]/;

export interface FloorSettings {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** A text inside JSON text inside JSON text. */
function twice(text: string): string {
  if (!NEEDS_ESCAPE.test(text)) return text;
  return JSON.stringify(JSON.stringify(text).slice(1, -1)).slice(1, -1);
}

/** Writes bodies and sends them, two at a time. */
export class Floor {
  readonly #settings: FloorSettings;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT, noDelay: true });
  readonly #buffers = Array.from({ length: IN_FLIGHT + 1 }, () => Buffer.allocUnsafeSlow(2 * BODY_BYTES));
  readonly #open = new Set<Promise<void>>();
  readonly #key: Buffer;
  readonly #day: string;
  #buffer: Buffer;
  #at: number;
  #counted = 0;
  #events = 0;
  #second = 0;
  #secondText = "";

  constructor(settings: FloorSettings) {
    this.#settings = settings;
    this.#day = new Date().toISOString().slice(0, 10).replaceAll("-", "");
    const mac = (key: Buffer | string, text: string) => createHmac("sha256", key).update(text).digest();
    this.#key = mac(
      mac(mac(mac(`AWS4${settings.credentials.secretAccessKey}`, this.#day), settings.region), "logs"),
      "aws4_request",
    );
    this.#buffer = this.#buffers.pop()!;
    this.#at = this.#buffer.write(HEAD, 0, "latin1");
  }

  /** Resolves at once, or when there is room for the next body. */
  write({ timestamp, message, logger, fields }: LogRecord): Promise<void> | undefined {
    let line = `${this.#events === 0 ? "" : ","}{"timestamp":${timestamp},"message":"{\\"timestamp\\":\\"${this.#time(timestamp)}\\",\\"level\\":\\"INFO\\",\\"message\\":\\"${twice(message!)}\\",\\"logger\\":\\"${logger}\\"`;
    for (const name in fields) {
      const value = (fields as Record<string, unknown>)[name];
      line +=
        typeof value === "string"
          ? `,\\"${name}\\":\\"${twice(value)}\\"`
          : `,\\"${name}\\":${value as number}`;
    }
    line += '}"}';
    this.#at += this.#buffer.latin1Write(line, this.#at);
    this.#counted += line.length + EVENT_BYTES - 60;
    this.#events += 1;
    return this.#counted > BODY_BYTES - 1_024 || this.#events === 10_000 ? this.#send() : undefined;
  }

  async end(): Promise<void> {
    if (this.#events > 0) void this.#send();
    await Promise.all(this.#open);
    this.#agent.destroy();
  }

  #time(timestamp: number): string {
    const second = Math.floor(timestamp / 1_000);
    if (second !== this.#second) {
      this.#second = second;
      this.#secondText = new Date(second * 1_000).toISOString().slice(0, 20);
    }
    return `${this.#secondText}${String(timestamp % 1_000).padStart(3, "0")}Z`;
  }

  #send(): Promise<void> | undefined {
    this.#at += this.#buffer.latin1Write("]}", this.#at);
    const buffer = this.#buffer;
    const call = this.#post(buffer.subarray(0, this.#at)).finally(() => {
      this.#open.delete(call);
      this.#buffers.push(buffer);
    });
    this.#open.add(call);
    this.#events = 0;
    this.#counted = 0;
    if (this.#open.size < IN_FLIGHT) {
      this.#next();
      return undefined;
    }
    return Promise.race(this.#open).then(() => this.#next());
  }

  #next(): void {
    this.#buffer = this.#buffers.pop()!;
    this.#at = this.#buffer.write(HEAD, 0, "latin1");
  }

  #post(body: Buffer): Promise<void> {
    const { hostname, port, host } = new URL(this.#settings.endpoint);
    const time = `${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, "")}`;
    const hash = createHash("sha256").update(body).digest("hex");
    const headers = `content-type:application/x-amz-json-1.1\nhost:${host}\nx-amz-date:${time}\nx-amz-target:Logs_20140328.PutLogEvents\n`;
    const names = "content-type;host;x-amz-date;x-amz-target";
    const scope = `${this.#day}/${this.#settings.region}/logs/aws4_request`;
    const canonical = createHash("sha256").update(`POST\n/\n\n${headers}\n${names}\n${hash}`).digest("hex");
    const signature = createHmac("sha256", this.#key)
      .update(`AWS4-HMAC-SHA256\n${time}\n${scope}\n${canonical}`)
      .digest("hex");
    return new Promise((resolve, reject) => {
      const call = request({
        hostname,
        port,
        method: "POST",
        agent: this.#agent,
        headers: {
          host,
          "content-type": "application/x-amz-json-1.1",
          "x-amz-date": time,
          "x-amz-target": "Logs_20140328.PutLogEvents",
          "content-length": body.length,
          authorization: `AWS4-HMAC-SHA256 Credential=${this.#settings.credentials.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
        },
      });
      call.on("response", (response) => {
        response.resume();
        response.on("end", () =>
          response.statusCode === 200 ? resolve() : reject(new Error(`status ${response.statusCode}`)),
        );
      });
      call.on("error", reject);
      call.end(body);
    });
  }
}
