import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  InvokeCommand,
  ListFunctionEventInvokeConfigsCommand,
  ListTagsCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import { CreateQueueCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startFunctionCloud, zipped } from "./function-cloud.ts";

const HANDLER = `
let count = 0;
export const handler = async (event, context) => {
  console.log("called", event.kind ?? "");
  switch (event.kind) {
    case "throw": throw new TypeError("boom");
    case "reject": Promise.reject(new Error("unhandled")); await new Promise((resolve) => setTimeout(resolve, 5_000)); return;
    case "exit": process.exit(event.code);
    case "hang": await new Promise((resolve) => setTimeout(resolve, 60_000)); return;
    case "memory": { const all = []; for (;;) { all.push(Buffer.alloc(20_000_000, 1)); await new Promise((resolve) => setTimeout(resolve, 5)); } }
    case "large": return "x".repeat(7_000_000);
    case "print": for (let line = 0; line < event.lines; line++) console.log("z".repeat(1_000)); return event.lines;
    case "raw": process.stdout.write("one\\ntwo\\n"); process.stderr.write("three\\n"); return;
    default: return {
      count: ++count, variable: process.env.GREETING, now: Date.now(), trace: process.env._X_AMZN_TRACE_ID ?? "",
      remaining: context.getRemainingTimeInMillis(), arn: context.invokedFunctionArn, request: context.awsRequestId, region: process.env.AWS_REGION,
    };
  }
};`;

let cloud: Awaited<ReturnType<typeof startFunctionCloud>>;
beforeAll(async () => {
  cloud = await startFunctionCloud();
  await create("work", HANDLER);
  await create("impatient", HANDLER, { Timeout: 2 });
});
afterAll(() => cloud[Symbol.asyncDispose]());

function create(FunctionName: string, source: string, options: object = {}) {
  return cloud.lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Role: "arn:aws:iam::123456789012:role/r",
      Code: { ZipFile: zipped({ "index.mjs": source }) },
      Environment: { Variables: { GREETING: "hello" } },
      Timeout: 30,
      MemorySize: 128,
      ...options,
    }),
  );
}

async function invoke(FunctionName: string, event: object, options: object = {}) {
  const answer = await cloud.lambda.send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify(event), LogType: "Tail", ...options }),
  );
  const text = Buffer.from(answer.Payload ?? []).toString();
  return {
    error: answer.FunctionError,
    status: answer.StatusCode,
    payload: text === "" ? undefined : (JSON.parse(text) as Record<string, unknown>),
    tail: Buffer.from(answer.LogResult ?? "", "base64").toString(),
  };
}

describe("a function", () => {
  test("runs its own code with its context, on the cloud's time, and keeps its state while warm", async () => {
    const first = await invoke("work", {});
    const second = await invoke("work", {});

    expect(first.error).toBeUndefined();
    expect(first.payload).toMatchObject({
      count: 1,
      variable: "hello",
      now: Date.UTC(2026, 0, 5, 12),
      arn: "arn:aws:lambda:us-east-1:123456789012:function:work",
      region: "us-east-1",
    });
    expect(first.payload!["remaining"]).toBeGreaterThan(1_000);
    expect(first.payload!["trace"]).toMatch(
      /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/,
    );
    expect(second.payload).toMatchObject({ count: 2 });
    expect(first.tail).toMatch(/^START RequestId: [0-9a-f-]{36} Version: \$LATEST\n/);
    expect(first.tail).toMatch(
      /\nREPORT RequestId: [0-9a-f-]{36}\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\tInit Duration: [\d.]+ ms\t\n$/,
    );
    expect(second.tail).not.toContain("Init Duration");
  });

  test("has its whole time for a call, however long its initialization takes", async () => {
    await create(
      "slow-start",
      `await new Promise((resolve) => setTimeout(resolve, 1_200));
       export const handler = async (event, context) => ({ remaining: context.getRemainingTimeInMillis() });`,
      { Timeout: 1 },
    );

    const { error, payload, tail } = await invoke("slow-start", {});

    expect(error).toBeUndefined();
    expect(payload!["remaining"]).toBeGreaterThan(0);
    expect(Number(/Init Duration: ([\d.]+) ms/.exec(tail)?.[1])).toBeGreaterThan(1_000);
    expect(Number(/\tDuration: ([\d.]+) ms/.exec(tail)?.[1])).toBeLessThan(1_000);
  });

  test.each([
    ["throws", { kind: "throw" }, { errorType: "TypeError", errorMessage: "boom" }],
    ["leaves a rejection unhandled", { kind: "reject" }, { errorType: "Error", errorMessage: "unhandled" }],
    [
      "exits with a code",
      { kind: "exit", code: 3 },
      {
        errorType: "Runtime.ExitError",
        errorMessage: expect.stringMatching(
          /^RequestId: \S+ Error: Runtime exited with error: exit status 3$/,
        ),
      },
    ],
    [
      "exits without one",
      { kind: "exit", code: 0 },
      {
        errorType: "Runtime.ExitError",
        errorMessage: expect.stringMatching(/Runtime exited without providing a reason$/),
      },
    ],
    [
      "hangs",
      { kind: "hang" },
      {
        errorType: "Sandbox.Timedout",
        errorMessage: expect.stringMatching(/Task timed out after 2\.00 seconds$/),
      },
    ],
    [
      "takes too much memory",
      { kind: "memory" },
      { errorType: "Runtime.OutOfMemory", errorMessage: expect.stringMatching(/signal: killed$/) },
    ],
    ["answers with too much", { kind: "large" }, { errorType: "Function.ResponseSizeTooLarge" }],
  ])("that %s gives an error in Lambda's words, and the next call works", async (_what, event, expected) => {
    const name = event.kind === "hang" ? "impatient" : "work";
    const answer = await invoke(name, event);
    const next = await invoke(name, {});

    expect(answer).toMatchObject({ error: "Unhandled", status: 200, payload: expected });
    expect(next.error).toBeUndefined();
  });

  test("that prints without end is logged line by line in bounded memory", async () => {
    const before = process.memoryUsage().rss;

    const answer = await invoke("work", { kind: "print", lines: 20_000 });
    const { events } = await cloud.logs.send(
      new FilterLogEventsCommand({ logGroupName: "/aws/lambda/work", filterPattern: "zzzz", limit: 10 }),
    );

    expect(answer.payload).toBe(20_000);
    expect(events).toHaveLength(10);
    expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000);
  });

  test("has each line that it writes itself as an event", async () => {
    await invoke("work", { kind: "raw" });

    const { events } = await cloud.logs.send(
      new FilterLogEventsCommand({ logGroupName: "/aws/lambda/work", filterPattern: "?one ?two ?three" }),
    );

    expect(events!.map(({ message }) => message)).toEqual(["one\n", "two\n", "three\n"]);
  });

  test("writes JSON lines when asked to", async () => {
    await create("json", HANDLER, { LoggingConfig: { LogFormat: "JSON" } });

    const { tail } = await invoke("json", {});

    expect(JSON.parse(tail.split("\n").find((line) => line.startsWith("{"))!)).toMatchObject({
      level: "INFO",
      message: "called ",
    });
  });

  test("is told its level, keeps to it, and may have one with JSON alone", async () => {
    const code =
      "export const handler = async () => { console.info('quiet'); console.warn('loud'); return process.env; };";
    await create("levelled", code, { LoggingConfig: { LogFormat: "JSON", ApplicationLogLevel: "WARN" } });
    await create("unlevelled", code);

    const [levelled, unlevelled] = [await invoke("levelled", {}), await invoke("unlevelled", {})];
    const refused = create("text", code, {
      LoggingConfig: { LogFormat: "Text", ApplicationLogLevel: "WARN" },
    });

    expect(levelled.payload).toMatchObject({ AWS_LAMBDA_LOG_LEVEL: "WARN", AWS_LAMBDA_LOG_FORMAT: "JSON" });
    expect(levelled.tail).toContain("loud");
    expect(levelled.tail).not.toContain("quiet");
    expect(unlevelled.payload).not.toHaveProperty("AWS_LAMBDA_LOG_LEVEL");
    expect(unlevelled.tail).toContain("quiet");
    await expect(refused).rejects.toThrow(/only supported with LogFormat JSON/);
  });

  test("that cannot be loaded says why", async () => {
    await create("broken", "export const other = 1;");
    await create("syntax", "export const handler = (");

    const [missing, malformed] = [await invoke("broken", {}), await invoke("syntax", {})];

    expect(missing.payload).toMatchObject({
      errorType: "Runtime.HandlerNotFound",
      errorMessage: "index.handler is undefined or not exported",
    });
    expect(malformed.payload).toMatchObject({ errorType: "Runtime.ImportModuleError" });
  });

  test("takes a new bundle and new settings with the next call", async () => {
    await create("changing", "export const handler = async () => 1;");
    const before = await invoke("changing", {});

    await cloud.lambda.send(
      new UpdateFunctionCodeCommand({
        FunctionName: "changing",
        ZipFile: zipped({ "index.mjs": "export const handler = async () => process.env.WORD;" }),
      }),
    );
    await cloud.lambda.send(
      new UpdateFunctionConfigurationCommand({
        FunctionName: "changing",
        Environment: { Variables: { WORD: "new" } },
      }),
    );

    expect(before.payload).toBe(1);
    expect((await invoke("changing", {})).payload).toBe("new");
  });

  test("runs several calls at once in environments of their own", async () => {
    await create(
      "slow",
      "export const handler = async () => { await new Promise((resolve) => setTimeout(resolve, 200)); return process.pid; };",
    );

    const answers = await Promise.all([1, 2, 3].map(() => invoke("slow", {})));

    expect(new Set(answers.map(({ payload }) => payload)).size).toBe(3);
  });
});

describe("an asynchronous invocation", () => {
  test("is tried three times on the cloud's clock, then told to the failure destination", async () => {
    await create("failing", 'export const handler = async () => { throw new Error("no"); };');
    const { QueueUrl } = await cloud.sqs.send(new CreateQueueCommand({ QueueName: "failures" }));
    await cloud.lambda.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName: "failing",
        DestinationConfig: { OnFailure: { Destination: "arn:aws:sqs:us-east-1:123456789012:failures" } },
      }),
    );

    const { status } = await invoke("failing", { order: 1 }, { InvocationType: "Event" });
    await cloud.cloud.clock.advance("59s");
    const early = await cloud.sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    await cloud.cloud.clock.advance("3m");
    const { Messages } = await cloud.sqs.send(new ReceiveMessageCommand({ QueueUrl }));

    expect(status).toBe(202);
    expect(early.Messages ?? []).toHaveLength(0);
    expect(JSON.parse(Messages![0]!.Body!)).toMatchObject({
      requestContext: { condition: "RetriesExhausted", approximateInvokeCount: 3 },
      requestPayload: { order: 1 },
      responsePayload: { errorMessage: "no" },
    });
  });
});

describe("Lambda's API", () => {
  test("shows versions and aliases by their qualifiers, and what may call them", async () => {
    await create("named", HANDLER, { Publish: true });
    const FunctionName = "named";
    const arn = "arn:aws:lambda:us-east-1:123456789012:function:named";
    const send = cloud.lambda.send.bind(cloud.lambda) as (
      command: object,
    ) => Promise<Record<string, unknown>>;
    const alias = { FunctionName, Name: "live", FunctionVersion: "1" };

    await send(new CreateAliasCommand(alias));
    await send(
      new AddPermissionCommand({
        FunctionName,
        StatementId: "logs",
        Action: "lambda:InvokeFunction",
        Principal: "logs.amazonaws.com",
        SourceAccount: "123456789012",
        Qualifier: "live",
      }),
    );

    const shown = await send(new GetFunctionConfigurationCommand({ FunctionName, Qualifier: "live" }));
    const { Policy } = await send(new GetPolicyCommand({ FunctionName, Qualifier: "live" }));
    expect(shown).toMatchObject({ FunctionArn: `${arn}:live`, Version: "1" });
    expect(JSON.parse(Policy as string)).toMatchObject({
      Statement: [
        {
          Principal: { Service: "logs.amazonaws.com" },
          Resource: `${arn}:live`,
          Condition: { StringEquals: { "AWS:SourceAccount": "123456789012" } },
        },
      ],
    });
    await expect(send(new CreateAliasCommand(alias))).rejects.toMatchObject({
      name: "ResourceConflictException",
      message: `Alias already exists: ${arn}:live`,
    });
    await expect(send(new UpdateAliasCommand({ ...alias, FunctionVersion: "7" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: `Function not found: ${arn}:7`,
    });
    await expect(send(new GetPolicyCommand({ FunctionName }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  test("publishes on request, and keeps tags, concurrency and retries", async () => {
    const { Version, FunctionArn } = await create("kept", HANDLER, { Publish: true, Tags: { team: "shop" } });
    const Resource = "arn:aws:lambda:us-east-1:123456789012:function:kept";
    const FunctionName = "kept";
    const send = cloud.lambda.send.bind(cloud.lambda) as (
      command: object,
    ) => Promise<Record<string, unknown>>;

    await send(new TagResourceCommand({ Resource, Tags: { stage: "dev" } }));
    await send(new UntagResourceCommand({ Resource, TagKeys: ["team"] }));
    await send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 2 }));
    await send(new PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 0 }));
    await send(new UpdateFunctionEventInvokeConfigCommand({ FunctionName, MaximumEventAgeInSeconds: 60 }));

    expect([Version, FunctionArn]).toEqual(["1", Resource]);
    expect(await send(new ListTagsCommand({ Resource }))).toMatchObject({ Tags: { stage: "dev" } });
    expect(await send(new GetFunctionConcurrencyCommand({ FunctionName }))).toMatchObject({
      ReservedConcurrentExecutions: 2,
    });
    expect(await send(new ListFunctionEventInvokeConfigsCommand({ FunctionName }))).toMatchObject({
      FunctionEventInvokeConfigs: [{ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 }],
    });
  });

  test.each([
    [
      "an unknown function",
      () => cloud.lambda.send(new InvokeCommand({ FunctionName: "nobody" })),
      "ResourceNotFoundException",
    ],
    [
      "a payload that is no JSON",
      () => cloud.lambda.send(new InvokeCommand({ FunctionName: "work", Payload: "{" })),
      "InvalidRequestContentException",
    ],
    ["a function that is there already", () => create("work", HANDLER), "ResourceConflictException"],
    [
      "a runtime that AWS does not have",
      () => create("snake", "", { Runtime: "snake1.0" }),
      "InvalidParameterValueException",
    ],
    [
      "a call of a function whose runtime does not run here",
      async () => {
        await create("python", "", { Runtime: "python3.13", Handler: "main.handler" });
        return cloud.lambda.send(new InvokeCommand({ FunctionName: "python" }));
      },
      "InvalidRuntimeException",
    ],
    [
      "an archive that is none",
      () => create("zip", "", { Code: { ZipFile: Buffer.from("no zip") } }),
      "InvalidParameterValueException",
    ],
    [
      "an archive with a path that leads outside",
      () => create("trick", "", { Code: { ZipFile: zipped({ "../../outside.mjs": "x" }) } }),
      "InvalidParameterValueException",
    ],
    [
      "a time-out that is too long",
      () => create("long", HANDLER, { Timeout: 901 }),
      "InvalidParameterValueException",
    ],
  ])("refuses %s with the SDK's exception", async (_what, call, name) => {
    await expect(call()).rejects.toMatchObject({ name });
  });

  test("lets a service call only what a permission allows", async () => {
    const permission = {
      FunctionName: "work",
      StatementId: "logs",
      Action: "lambda:InvokeFunction",
      Principal: "logs.amazonaws.com",
    };

    await cloud.lambda.send(new AddPermissionCommand(permission));

    await expect(cloud.lambda.send(new AddPermissionCommand(permission))).rejects.toMatchObject({
      name: "ResourceConflictException",
    });
  });
});

test("a deadline that a function computes leaves it its real time, also on a fast clock", async () => {
  await create(
    "deadline",
    `export const handler = async () => {
      const [date, real] = [Date.now(), performance.now()];
      while (performance.now() < real + 20);
      return { date: Date.now() - date, real: performance.now() - real };
    };`,
  );
  cloud.cloud.clock.setSpeed(600);

  const { payload } = await invoke("deadline", {});

  cloud.cloud.clock.setSpeed(0);
  const { date, real } = payload as { date: number; real: number };
  expect(date).toBeLessThanOrEqual(real + 2);
});
