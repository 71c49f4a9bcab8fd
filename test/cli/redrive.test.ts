import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { redriveCommand } from "../../cli/redrive.ts";
import { encodeSubscription } from "../../lib/semantics/index.ts";
import { listenOnLoopback, stopServer } from "../functions/loopback-server.ts";

interface Stored {
  readonly id: string;
  readonly body: string;
  isVisible: boolean;
}

/** A queue and a function on loopback. */
class Service {
  readonly queue: Stored[] = [];
  readonly invocations: { name: string; event: unknown }[] = [];
  fails: (event: unknown) => boolean = () => false;
  /** Ids of messages that are no longer in the hands of who received them. */
  readonly elsewhere = new Set<string>();
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      let text = "";
      request.setEncoding("utf8");
      request.on("data", (chunk) => {
        text += chunk;
      });
      request.on("end", () => {
        const target = String(request.headers["x-amz-target"] ?? "");
        const invoked = /\/functions\/([^/]+)\/invocations/.exec(request.url ?? "")?.[1];
        const input = JSON.parse(text || "{}");
        if (invoked !== undefined) {
          this.invocations.push({ name: decodeURIComponent(invoked), event: input });
          const failed = this.fails(input);
          response.writeHead(200, failed ? { "x-amz-function-error": "Unhandled" } : {});
          response.end(failed ? '{"errorMessage":"still down"}' : "null");
          return;
        }
        const isGone = [...this.elsewhere].some((id) => `handle-${id}` === input.ReceiptHandle);
        response.writeHead(isGone ? 400 : 200, { "content-type": "application/x-amz-json-1.0" });
        if (isGone)
          response.end('{"__type":"com.amazonaws.sqs#MessageNotInflight","message":"not in flight"}');
        else response.end(JSON.stringify(this.#answer(target.split(".").at(-1)!, input)));
      });
    });
  }

  start(): Promise<string> {
    return listenOnLoopback(this.#server);
  }

  stop(): Promise<void> {
    return stopServer(this.#server);
  }

  put(id: string, document: unknown): void {
    this.queue.push({ id, body: JSON.stringify(document), isVisible: true });
  }

  #answer(
    operation: string,
    input: { MaxNumberOfMessages?: number; ReceiptHandle?: string; VisibilityTimeout?: number },
  ): object {
    const found = this.queue.findIndex(({ id }) => `handle-${id}` === input.ReceiptHandle);
    if (operation === "DeleteMessage") this.queue.splice(found, 1);
    if (operation === "ChangeMessageVisibility") this.queue[found]!.isVisible = input.VisibilityTimeout === 0;
    if (operation !== "ReceiveMessage") return {};
    const messages = this.queue.filter(({ isVisible }) => isVisible).slice(0, input.MaxNumberOfMessages);
    for (const message of messages) message.isVisible = false;
    return {
      Messages: messages.map(({ id, body }) => ({
        MessageId: id,
        ReceiptHandle: `handle-${id}`,
        Body: body,
        MD5OfBody: createHash("md5").update(body).digest("hex"),
      })),
    };
  }
}

let service: Service;
let endpoint: string;
let output: string;

beforeEach(async () => {
  service = new Service();
  endpoint = await service.start();
  output = "";
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    output += text;
    return true;
  });
});

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = undefined;
  await service.stop();
});

async function run(...given: string[]): Promise<typeof process.exitCode> {
  const fixed = ["--queue-url", `${endpoint}/1/dead`, "--endpoint", endpoint, "--region", "eu-west-1"];
  await redriveCommand().parseAsync([...given, ...fixed], { from: "user" });
  return process.exitCode;
}

function letter(target: string, reason: string, messages: readonly string[]) {
  const logEvents = messages.map((message) => ({ timestamp: 1_700_000_000_000, message }));
  const data = encodeSubscription({ owner: "1", logGroup: "g", logStream: "s", logEvents });
  return {
    cumulog: 1,
    functionName: "log-processor",
    target,
    reason,
    failedAt: "2026-11-20T21:30:00.000Z",
    summary: `${messages.length} log events of g`,
    event: { cumulogRedrive: 1, destinations: [target], event: { awslogs: { data } } },
  };
}

describe("cumulog redrive", () => {
  it("lists and previews letters and leaves them in the queue", async () => {
    service.put("m-1", letter("copy", "AccessDenied", ["first line", "second line"]));

    await run("list");
    await run("preview");

    expect(output).toContain("log-processor → copy  2 log events of g  AccessDenied");
    expect(output).toContain("first line");
    expect(service.queue.map(({ id, isVisible }) => [id, isVisible])).toEqual([["m-1", true]]);
    expect(service.invocations).toEqual([]);
  });

  it("replays, and deletes only what the function acknowledged", async () => {
    service.put("m-1", letter("copy", "AccessDenied", ["good"]));
    service.put("m-2", letter("other", "AccessDenied", ["bad"]));
    service.fails = (event) => (event as { destinations: string[] }).destinations.includes("other");

    const exitCode = await run("replay");

    expect(exitCode).toBe(1);
    expect(service.invocations.map(({ name }) => name)).toEqual(["log-processor", "log-processor"]);
    expect(service.queue.map(({ id, isVisible }) => [id, isVisible])).toEqual([["m-2", true]]);
    expect(output).toContain("1 replayed, 1 kept");
    expect(output).toContain("still down");
  });

  it("leaves a letter that others have got meanwhile, and goes on", async () => {
    service.put("m-1", letter("copy", "AccessDenied", ["a"]));
    service.put("m-2", letter("copy", "AccessDenied", ["b"]));
    service.elsewhere.add("m-1");

    const exitCode = await run("replay");

    expect(exitCode).toBe(1);
    expect(service.invocations).toHaveLength(1);
    expect(output).toContain("m-1  kept: the queue has given it to others meanwhile");
    expect(output).toContain("1 replayed, 1 kept");
  });

  it("understands what Lambda itself puts into a queue", async () => {
    service.put("m-1", {
      version: "1.0",
      requestContext: {
        functionArn: "arn:aws:lambda:eu-west-1:1:function:f:$LATEST",
        condition: "RetriesExhausted",
      },
      requestPayload: { awslogs: { data: "x" } },
      responsePayload: { errorMessage: "no configuration" },
    });
    service.put("m-2", { awslogs: { data: "y" } });

    const exitCode = await run("replay");

    expect(exitCode).toBe(1);
    expect(service.invocations).toEqual([
      { name: "arn:aws:lambda:eu-west-1:1:function:f", event: { awslogs: { data: "x" } } },
    ]);
    expect(output).toContain("give --function");
    expect(service.queue.map(({ id }) => id)).toEqual(["m-2"]);
  });

  it("takes only the letters that were asked for", async () => {
    for (let index = 0; index < 25; index += 1) {
      service.put(`m-${index}`, letter("copy", index % 5 === 0 ? "AccessDenied" : "throttled", ["line"]));
    }

    const exitCode = await run("replay", "--reason", "AccessDenied");

    expect(exitCode).toBe(0);
    expect(service.invocations).toHaveLength(5);
    expect(service.queue).toHaveLength(20);
    expect(service.queue.every(({ isVisible }) => isVisible)).toBe(true);
  });
});
