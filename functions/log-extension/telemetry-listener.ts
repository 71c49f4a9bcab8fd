import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** An event of the Telemetry API. @see https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html */
export interface TelemetryEvent {
  readonly time: string;
  readonly type: string;
  readonly record: unknown;
}

/** The name of the execution environment for itself. */
const HOST = "sandbox.localdomain";

/** Listens to the telemetry that Lambda sends. A batch is acknowledged when it was taken, which slows Lambda down where that takes time. */
export class TelemetryListener {
  readonly #server: Server;

  /** @param take must not reject */
  constructor(take: (events: readonly TelemetryEvent[]) => Promise<void>) {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => void take(eventsOf(Buffer.concat(chunks))).then(() => response.end()));
    });
  }

  /** Resolves with the port. */
  async start(): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(0, HOST, resolve);
    });
    return (this.#server.address() as AddressInfo).port;
  }
}

/** What cannot be read would come again and again if it was refused. */
function eventsOf(body: Buffer): readonly TelemetryEvent[] {
  try {
    const events: unknown = JSON.parse(body.toString("utf8"));
    return Array.isArray(events) ? events : [];
  } catch {
    process.stderr.write(
      `cumulog: telemetry-unreadable: a batch of ${body.length} bytes from Lambda is not JSON\n`,
    );
    return [];
  }
}
