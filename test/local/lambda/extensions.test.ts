import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  InvokeCommand,
  PublishLayerVersionCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { listenOnLoopback, stopServer } from "../../functions/loopback-server.ts";
import { startFunctionCloud, zipped } from "./function-cloud.ts";

const HANDLER = `
export const handler = async (event) => {
  console.log("hello", event.kind ?? "");
  if (event.kind === "hang") { process.stdout.write("half a line"); await new Promise((resolve) => setTimeout(resolve, 60_000)); }
  if (event.kind === "exit") process.exit(7);
  if (event.kind === "throw") throw new TypeError("boom");
  return "done";
};`;

interface Telemetry {
  readonly time: string;
  readonly type: string;
  readonly record: Record<string, unknown> & { readonly metrics?: Record<string, number> };
}

interface Told {
  readonly name: string;
  readonly registered?: object;
  readonly variables?: readonly string[];
  readonly subscribed?: number;
  readonly says?: unknown;
  readonly batch?: readonly Telemetry[];
  readonly event?: Readonly<Record<string, unknown>>;
  readonly leaving?: boolean;
  /** Is answered when the test lets it go on. */
  readonly hold?: string;
}

let cloud: Awaited<ReturnType<typeof startFunctionCloud>>;
let layer: string;
let address: string;
let told: Told[] = [];
const waiting = new Set<() => void>();
const held: (() => void)[] = [];
const recorder = createServer((request, response) => {
  let body = "";
  request.on("data", (text) => (body += text));
  request.on("end", () => {
    const message = JSON.parse(body) as Told;
    told.push(message);
    if (message.hold === undefined) response.end();
    else held.push(() => response.end());
    for (const look of waiting) look();
  });
});

beforeAll(async () => {
  cloud = await startFunctionCloud();
  address = await listenOnLoopback(recorder);
  const program = readFileSync(join(import.meta.dirname, "recorder.cjs"), "utf8");
  const { LayerVersionArn } = await cloud.lambda.send(
    new PublishLayerVersionCommand({
      LayerName: "recorder",
      Content: { ZipFile: zipped({ "extensions/recorder": program }) },
    }),
  );
  layer = LayerVersionArn!;
});
afterAll(async () => {
  await cloud[Symbol.asyncDispose]();
  await stopServer(recorder);
});
beforeEach(() => {
  told = [];
});

async function create(FunctionName: string, mode = "", options: object = {}): Promise<void> {
  await cloud.lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Role: "arn:aws:iam::123456789012:role/r",
      Code: { ZipFile: zipped({ "index.mjs": HANDLER }) },
      Environment: { Variables: { RECORDER: address, RECORDER_MODE: mode } },
      Layers: [layer],
      Timeout: 20,
      ...options,
    }),
  );
}

async function invoke(FunctionName: string, event: object = {}) {
  const answer = await cloud.lambda.send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify(event), LogType: "Tail" }),
  );
  return { payload: JSON.parse(Buffer.from(answer.Payload!).toString()), error: answer.FunctionError };
}

const remove = async (FunctionName: string): Promise<void> => {
  await cloud.lambda.send(new DeleteFunctionCommand({ FunctionName }));
  await cloud.cloud.settled();
};

const telemetry = (): Telemetry[] => told.flatMap(({ batch = [] }) => batch);
const types = (): string[] => telemetry().map(({ type }) => type);
const events = (): Readonly<Record<string, unknown>>[] => told.flatMap(({ event }) => (event ? [event] : []));

/** Resolves when the extension has told it. */
async function heard(isSo: () => boolean): Promise<void> {
  if (isSo()) return;
  await new Promise<void>((resolve) => {
    const look = () => {
      if (!isSo()) return;
      waiting.delete(look);
      resolve();
    };
    waiting.add(look);
  });
}

describe("an extension in a layer", () => {
  test("registers, hears of each invocation, gets telemetry, and is told before the end", async () => {
    // Prepare
    await create("whole");

    // Act
    const answer = await invoke("whole", { kind: "first" });
    await cloud.cloud.settled();
    const beforeNext = types();
    await invoke("whole");
    await remove("whole");

    // Assess
    expect(answer).toEqual({ payload: "done", error: undefined });
    expect(told[0]?.registered).toEqual({
      functionName: "whole",
      functionVersion: "$LATEST",
      handler: "index.handler",
      accountId: "123456789012",
    });
    expect(told[0]?.variables).toEqual(expect.arrayContaining(["AWS_REGION", "AWS_LAMBDA_FUNCTION_NAME"]));
    expect(told[0]?.variables).not.toContain("_HANDLER");
    expect(told[0]?.variables).not.toContain("AWS_LAMBDA_LOG_STREAM_NAME");
    expect(told.filter(({ subscribed }) => subscribed).map(({ subscribed }) => subscribed)).toEqual([
      400, 200,
    ]);
    const [first, second, last] = events();
    expect(first).toMatchObject({
      eventType: "INVOKE",
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      invokedFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:whole",
      tracing: { type: "X-Amzn-Trace-Id", value: expect.stringMatching(/^Root=1-/) },
    });
    expect(second).toMatchObject({ eventType: "INVOKE" });
    expect(last).toMatchObject({ eventType: "SHUTDOWN", shutdownReason: "spindown" });
    expect(told.at(-1)).toEqual({ name: "recorder", leaving: true });
    const ofFirst = telemetry().filter(({ record }) => record["requestId"] === first?.["requestId"]);
    expect(ofFirst.map(({ type }) => type)).toEqual([
      "platform.start",
      "platform.runtimeDone",
      "platform.report",
    ]);
    expect(ofFirst[2]?.record).toMatchObject({
      status: "success",
      metrics: { durationMs: expect.any(Number), memorySizeMB: 128, initDurationMs: expect.any(Number) },
    });
    expect(telemetry().find(({ type }) => type === "function")).toEqual({
      time: "2026-01-05T12:00:00.000Z",
      type: "function",
      record: expect.stringMatching(/\tINFO\thello first\n$/),
    });
    expect(telemetry().find(({ type }) => type === "extension")?.record).toBe("recording\n");
    expect(types().slice(0, 3)).toEqual([
      "platform.initStart",
      "platform.extension",
      "platform.telemetrySubscription",
    ]);
    expect(types()).toEqual(expect.arrayContaining(["platform.initRuntimeDone", "platform.initReport"]));
    // Nothing runs between invocations: the report comes with the next one.
    expect(beforeNext).not.toContain("platform.report");
    const lines = await cloud.logs.send(new FilterLogEventsCommand({ logGroupName: "/aws/lambda/whole" }));
    expect(lines.events?.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        "EXTENSION\tName: recorder\tState: Ready\tEvents: [INVOKE, SHUTDOWN]\n",
        "TELEMETRY\tName: recorder\tState: Subscribed\tTypes: [Platform, Function, Extension]\n",
        "recording\n",
      ]),
    );
  });

  test("gets what a function wrote that is killed at its time limit, and two seconds", async () => {
    await create("impatient", "", { Timeout: 1 });

    const answer = await invoke("impatient", { kind: "hang" });
    await cloud.cloud.settled();

    expect(answer.payload.errorType).toBe("Sandbox.Timedout");
    const lines = telemetry().filter(({ type }) => type === "function");
    expect(lines.map(({ record }) => record)).toEqual([
      expect.stringMatching(/hello hang\n$/),
      "half a line\n",
    ]);
    expect(telemetry().find(({ type }) => type === "platform.runtimeDone")?.record).toMatchObject({
      status: "timeout",
    });
    expect(telemetry().at(-1)).toMatchObject({ type: "platform.report", record: { status: "timeout" } });
    expect(events().at(-1)).toMatchObject({ eventType: "SHUTDOWN", shutdownReason: "timeout" });
    expect(told.at(-1)?.leaving).toBe(true);
  });

  test.each([
    ["exit", "failure", "failure"],
    ["throw", "error", "spindown"],
  ])("is told how a function ended that does %s", async (kind, status, shutdownReason) => {
    const name = `ends-${kind}`;
    await create(name);

    await invoke(name, { kind });
    await remove(name);

    expect(telemetry().find(({ type }) => type === "platform.runtimeDone")?.record["status"]).toBe(status);
    expect(telemetry().some(({ record }) => String(record).includes(`hello ${kind}`))).toBe(true);
    expect(events().at(-1)).toMatchObject({ eventType: "SHUTDOWN", shutdownReason });
  });

  test("does not hold up the answer, and its environment is not used again before it is done", async () => {
    await create("slow", "slow");

    await invoke("slow");
    await heard(() => held.length === 1);
    await invoke("slow");
    await heard(() => held.length === 2);
    const registered = told.filter((message) => message.registered).length;
    for (const letGo of held.splice(0)) letGo();
    await cloud.cloud.settled();
    const again = invoke("slow");
    await heard(() => held.length === 1);
    for (const letGo of held.splice(0)) letGo();
    await again;

    // Two environments, because the first one was not free, and then one of them.
    expect(registered).toBe(2);
    expect(told.filter((message) => message.registered)).toHaveLength(2);
    await remove("slow");
  });

  test("cannot subscribe after the initialization", async () => {
    await create("late", "late");

    await invoke("late");
    await remove("late");

    expect(told.filter(({ subscribed }) => subscribed).at(-1)).toMatchObject({
      subscribed: 403,
      says: { errorType: "Telemetry.SubscriptionClosed" },
    });
  });

  test.each([
    ["crash", "Extension.Crash", /extension recorder: exit status 3/],
    ["init-error", "Extension.InitError", /extension recorder: Recorder\.NoTape/],
    ["exit", "Extension.Crash", /extension recorder: exit status 4/],
  ])("fails the invocation by %s", async (mode, errorType, errorMessage) => {
    const name = `broken-${mode}`;
    await create(name, mode);

    const answer = await invoke(name, mode === "exit" ? { kind: "hang" } : {});
    await cloud.cloud.settled();

    expect(answer).toMatchObject({
      error: "Unhandled",
      payload: { errorType, errorMessage: expect.stringMatching(errorMessage) },
    });
    await remove(name);
  });

  test("ends with an environment that nobody uses, on the cloud's clock", async () => {
    await create("idle");
    await invoke("idle");

    await cloud.cloud.clock.advance("9m");
    const early = events().at(-1);
    await cloud.cloud.clock.advance("2m");

    expect(early).toMatchObject({ eventType: "INVOKE" });
    expect(events().at(-1)).toMatchObject({ eventType: "SHUTDOWN", shutdownReason: "spindown" });
    expect(telemetry().at(-1)?.type).toBe("platform.report");
  });
});
