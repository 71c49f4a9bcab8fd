import { spawn } from "node:child_process";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { Collector } from "../../handlers/otlp/collector.ts";
import { listenOnLoopback, stopServer } from "../loopback-server.ts";

const root = join(import.meta.dirname, "../../..");
const TIME = "2026-01-05T12:00:00.000Z";

interface Call {
  readonly call: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Record<string, unknown>;
}

/** Lambda, as far as an extension sees it: the test gives the events, and the telemetry. */
class Lambda {
  readonly calls: Call[] = [];
  /** Versions of the telemetry's schema that are taken. */
  versions = ["2025-01-29", "2022-12-13"];
  #asking: ServerResponse | undefined;
  #telemetry = "";
  readonly #changes = new Set<() => void>();
  readonly #server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => (text += chunk));
    request.on("end", () => this.#answer(request, text === "" ? {} : JSON.parse(text), response));
  });

  async start(environment: Readonly<Record<string, string>>) {
    const address = await listenOnLoopback(this.#server);
    const preload = join(root, "local/services/lambda/outgoing/preload.ts");
    const child = spawn(
      process.execPath,
      [
        ...process.execArgv,
        "--import",
        preload,
        join(root, "functions/log-extension/index.ts"),
        "/opt/extensions/cumulog",
      ],
      {
        env: {
          ...process.env,
          ...environment,
          CUMULOG_CATCH: JSON.stringify({ plainPort: 1, securePort: 1, allowed: [] }),
          AWS_LAMBDA_RUNTIME_API: new URL(address).host,
        },
        stdio: ["ignore", "ignore", "pipe"],
      },
    );
    let errors = "";
    child.stderr.on("data", (chunk) => (errors += chunk));
    const ended = new Promise<{ code: number | null; errors: string }>((resolve) =>
      child.once("close", (code) => resolve({ code, errors })),
    );
    return { ended, kill: () => child.kill("SIGKILL") };
  }

  stop(): Promise<void> {
    return stopServer(this.#server);
  }

  /** Resolves when the extension asks for its next event. */
  async asked(): Promise<void> {
    while (this.#asking === undefined) await new Promise<void>((resolve) => this.#changes.add(resolve));
  }

  get isAsked(): boolean {
    return this.#asking !== undefined;
  }

  async give(event: object): Promise<void> {
    await this.asked();
    const response = this.#asking!;
    this.#asking = undefined;
    response.end(JSON.stringify({ deadlineMs: Date.now() + 10_000, ...event }));
  }

  async send(...events: (readonly [type: string, record: unknown])[]): Promise<void> {
    const body = JSON.stringify(events.map(([type, record]) => ({ time: TIME, type, record })));
    await fetch(this.#telemetry, { method: "POST", body });
  }

  #answer(request: IncomingMessage, body: Record<string, unknown>, response: ServerResponse): void {
    const call = `${request.method} ${request.url}`;
    this.calls.push({ call, headers: request.headers, body });
    if (call.endsWith("/register")) {
      response.setHeader("Lambda-Extension-Identifier", "id-1");
      response.end(
        JSON.stringify({ functionName: "orders", functionVersion: "3", handler: "index.handler" }),
      );
    } else if (call.endsWith("/telemetry")) {
      const { URI } = body["destination"] as { URI: string };
      this.#telemetry = URI.replace("sandbox.localdomain", "127.0.0.1");
      response.statusCode = this.versions.includes(String(body["schemaVersion"])) ? 200 : 400;
      response.end('"OK"');
    } else if (call.endsWith("/event/next")) this.#asking = response;
    else response.writeHead(202).end();
    for (const change of this.#changes) change();
    this.#changes.clear();
  }

  of(end: string): Call[] {
    return this.calls.filter(({ call }) => call.endsWith(end));
  }
}

const collector = new Collector();
let lambda: Lambda;
let running: Awaited<ReturnType<Lambda["start"]>> | undefined;

async function started(
  configuration: object | string,
  environment: Readonly<Record<string, string>> = {},
  prepare?: (lambda: Lambda) => void,
) {
  lambda = new Lambda();
  prepare?.(lambda);
  const text = typeof configuration === "string" ? configuration : JSON.stringify(configuration);
  running = await lambda.start({ CUMULOG_EXTENSION: text, ...environment });
  return running;
}

afterEach(async () => {
  running?.kill();
  await running?.ended;
  await lambda.stop();
  await collector.stop();
  collector.taken.length = 0;
});

describe("the extension's process", () => {
  test("asks for the next event only when an invocation is delivered, and again at once where that is not wanted", async () => {
    const url = await collector.start();
    await started({ deliver: "invocation", handlers: { otlp: { type: "otlp", url } } });
    await lambda.give({ eventType: "INVOKE", requestId: "r-1" });
    await lambda.send(["platform.start", { requestId: "r-1" }], ["function", "one line\n"]);

    const askedBefore = lambda.isAsked;
    await lambda.send(["platform.runtimeDone", { requestId: "r-1", status: "success" }]);
    await lambda.asked();

    expect(askedBefore).toBe(false);
    expect(collector.taken).toHaveLength(1);
    expect(lambda.of("/register")[0]).toMatchObject({
      headers: { "lambda-extension-name": "cumulog" },
      body: { events: ["INVOKE", "SHUTDOWN"] },
    });
  });

  test("delivers what is left in the shutdown, with what Lambda sends after it was told", async () => {
    const url = await collector.start();
    const { ended } = await started({ deliver: "running", handlers: { otlp: { type: "otlp", url } } });
    await lambda.give({ eventType: "INVOKE", requestId: "r-1" });
    await lambda.asked();
    await lambda.send(["platform.start", { requestId: "r-1" }], ["function", "one\n"]);

    await lambda.give({ eventType: "SHUTDOWN", shutdownReason: "timeout", deadlineMs: Date.now() + 2_000 });
    await lambda.send(
      ["function", "two\n"],
      ["platform.report", { requestId: "r-1", status: "timeout", metrics: {} }],
    );
    const { code, errors } = await ended;

    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    expect(collector.taken.map(({ body }) => body)).toEqual([
      { stringValue: "one" },
      { stringValue: "two" },
      { stringValue: expect.stringContaining("REPORT RequestId: r-1 Status: timeout") },
    ]);
  });

  test("hears of the end alone where an environment serves several invocations at once", async () => {
    const url = await collector.start();
    await started(
      { handlers: { otlp: { type: "otlp", url } } },
      { AWS_LAMBDA_INITIALIZATION_TYPE: "lambda-managed-instances" },
    );

    await lambda.asked();

    expect(lambda.of("/register")[0]?.body).toEqual({ events: ["SHUTDOWN"] });
  });

  test("takes the older form of telemetry where Lambda has no newer one", async () => {
    const url = await collector.start();
    await started({ handlers: { otlp: { type: "otlp", url } } }, {}, (one) => {
      one.versions = ["2022-12-13"];
    });

    await lambda.asked();

    expect(lambda.of("/telemetry").map(({ body }) => body["schemaVersion"])).toEqual([
      "2025-01-29",
      "2022-12-13",
    ]);
    expect(lambda.of("/telemetry").at(-1)?.body).toMatchObject({
      types: ["platform", "function", "extension"],
      buffering: { maxItems: 10_000, maxBytes: 1_048_576, timeoutMs: 100 },
    });
  });

  test.each<[string, object | string, RegExp]>([
    ["none", "", /set CUMULOG_EXTENSION to a JSON document with handlers/],
    ["no JSON", "{", /CUMULOG_EXTENSION is not JSON/],
    ["a wrong one", { handlers: { a: { type: "cloudwatch" } } }, /logGroupName/],
  ])("says what is wrong with its configuration: %s", async (_, configuration, message) => {
    const { ended } = await started(configuration);

    const { code, errors } = await ended;

    expect(code).toBe(1);
    expect(errors).toMatch(message);
    const [call] = lambda.of("/init/error");
    expect(call?.headers["lambda-extension-function-error-type"]).toBe("Cumulog.TypeError");
    expect(call?.body["errorMessage"]).toMatch(message);
  });
});
