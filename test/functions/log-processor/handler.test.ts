import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { encodeSubscription, eventId, extractEmf } from "../../../lib/semantics/index.ts";
import { AwsServer } from "../aws-server.ts";

type Handler = typeof import("../../../functions/log-processor/index.ts").handler;

const server = new AwsServer();
let written: string[];

beforeAll(async () => {
  const endpoint = await server.start();
  for (const [name, value] of Object.entries({
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_LAMBDA_FUNCTION_NAME: "log-processor",
    DEAD_LETTER_QUEUE_URL: `${endpoint}/111122223333/dead`,
  })) {
    vi.stubEnv(name, value);
  }
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await server.stop();
});

beforeEach(() => {
  server.reset();
  written = [];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  return () => vi.restoreAllMocks();
});

/** A fresh environment of the function, as after a cold start. */
async function environment(configuration: object): Promise<Handler> {
  vi.stubEnv("LOG_PROCESSOR_CONFIGURATION", JSON.stringify(configuration));
  vi.resetModules();
  return (await import("../../../functions/log-processor/index.ts")).handler;
}

function payload(messages: readonly string[], logGroup = "/shop/orders", at = 1_700_000_000_000) {
  const logEvents = messages.map((message, index) => ({
    id: eventId(at + index, 7n, index),
    timestamp: at + index,
    message,
  }));
  return {
    awslogs: { data: encodeSubscription({ owner: "111122223333", logGroup, logStream: "s/1", logEvents }) },
  };
}

function metric(name: string): number | undefined {
  const found = written.flatMap((line) => extractEmf(line.trim())).filter((one) => one.metricName === name);
  return found.length === 0
    ? undefined
    : found.flatMap((one) => one.values).reduce((sum, value) => sum + value, 0);
}

function ledger() {
  return ["EventsReceived", "EventsProcessed", "EventsFiltered", "EventsFailed"].map(metric);
}

const COPY = { type: "log-group", name: "copy", logGroup: "/copy" };

describe("log-processor", () => {
  it("forwards messages byte for byte, and balances its ledger", async () => {
    const handler = await environment({ destinations: [COPY] });
    const messages = ["plain", '{"a":"\\"q\\" ü 😀"}', "tab\tand\nbreak\u2028\u0000", "\\n is no break"];

    await handler(payload(messages));

    const [put] = server.of("PutLogEvents") as unknown as [{ logEvents: { message: string }[] }];
    expect(put).toMatchObject({ logGroupName: "/copy", logStreamName: "/shop/orders/s/1" });
    expect(put.logEvents.map(({ message }) => message)).toEqual(messages);
    expect(ledger()).toEqual([4, 4, 0, 0]);
  });

  it("creates the stream that is missing", async () => {
    const handler = await environment({ destinations: [COPY] });
    server.on("PutLogEvents", (_input, call) => (call === 1 ? { error: "ResourceNotFoundException" } : {}));

    await handler(payload(["a"]));

    expect(server.calls.map(({ operation }) => operation)).toEqual([
      "PutLogEvents",
      "CreateLogStream",
      "PutLogEvents",
    ]);
  });

  it("skips control messages and its own log group", async () => {
    const handler = await environment({ destinations: [COPY] });
    const control = {
      owner: "CloudwatchLogs",
      logGroup: "",
      logStream: "",
      messageType: "CONTROL_MESSAGE" as const,
    };
    const probe = {
      timestamp: 1,
      message: "CWL CONTROL MESSAGE: Checking health of destination Firehose.",
      id: "",
    };

    await handler({ awslogs: { data: encodeSubscription({ ...control, logEvents: [probe] }) } });
    await handler(payload(["a"], "/aws/lambda/log-processor"));
    await handler(payload(["a"], "/copy"));

    expect(server.calls).toEqual([]);
  });

  it("applies rules in their order", async () => {
    const handler = await environment({
      rules: [
        {
          name: "errors",
          pattern: '{ $.level = "ERROR" }',
          action: { type: "metric", namespace: "Shop", metric: "Errors", dimensions: { Route: "$.route" } },
        },
        {
          name: "slow",
          pattern: "{ $.ms > 10 }",
          action: { type: "metric", namespace: "Shop", metric: "Ms", value: "$.ms", unit: "Milliseconds" },
        },
        { name: "health", pattern: '{ $.route = "/health" }', action: { type: "drop" } },
        { name: "cards", pattern: "", action: { type: "redact", find: "[0-9]{16}", replacement: "$1" } },
        { name: "none", pattern: "debug", action: { type: "sample", rate: 0 } },
        { name: "other", pattern: "", logGroups: ["/other/*"], action: { type: "drop" } },
      ],
      destinations: [COPY],
    });

    await handler(
      payload([
        '{"level":"ERROR","route":"/pay","ms":12,"card":"4111111111111111"}',
        '{"level":"ERROR","route":"/health"}',
        '{"level":"ERROR"}',
        "debug text",
        "plain",
      ]),
    );

    const [put] = server.of("PutLogEvents") as unknown as [{ logEvents: { message: string }[] }];
    expect(put.logEvents.map(({ message }) => message)).toEqual([
      '{"level":"ERROR","route":"/pay","ms":12,"card":"$1"}',
      '{"level":"ERROR"}',
      "plain",
    ]);
    expect(metric("Errors")).toBe(2);
    expect(metric("Ms")).toBe(12);
    expect(ledger()).toEqual([5, 3, 2, 0]);
  });

  it("publishes one alert for a rule", async () => {
    const topicArn = "arn:aws:sns:eu-west-1:111122223333:alerts";
    const handler = await environment({
      rules: [{ name: "fatal", pattern: "FATAL", action: { type: "alert", topicArn } }],
    });

    await handler(payload(["FATAL one", "fine", "FATAL two"]));
    await handler(payload(["FATAL one", "fine", "FATAL two"]));

    const published = server.of("Publish");
    expect(published).toHaveLength(1);
    expect(JSON.parse(published[0]!["Message"]!)).toMatchObject({
      cumulogAlert: 1,
      rule: "fatal",
      count: 2,
      logGroup: "/shop/orders",
      events: [{ message: "FATAL one" }, { message: "FATAL two" }],
    });
  });

  it("repeats neither metrics nor forwards when Lambda delivers a payload again", async () => {
    const handler = await environment({
      rules: [{ name: "all", pattern: "", action: { type: "metric", namespace: "Shop", metric: "All" } }],
      destinations: [COPY],
    });

    await handler(payload(["a", "b"]));
    await handler(payload(["a", "b"]));

    expect(server.of("PutLogEvents")).toHaveLength(1);
    expect(metric("All")).toBe(2);
  });

  it("puts what a destination refuses for good into the dead-letter queue, and the other destination still gets all", async () => {
    const handler = await environment({
      destinations: [COPY, { type: "log-group", name: "locked", logGroup: "/locked" }],
    });
    server.on("PutLogEvents", (input) =>
      input["logGroupName"] === "/locked" ? { error: "AccessDeniedException" } : {},
    );

    await handler(payload(["a", "b", "c"]));

    const copied = server.of("PutLogEvents").filter((input) => input["logGroupName"] === "/copy");
    expect(copied).toHaveLength(1);
    const letters = server.of("SendMessage");
    expect(letters).toHaveLength(1);
    expect(JSON.parse(letters[0]!["MessageBody"]!)).toMatchObject({
      target: "locked",
      reason: expect.stringContaining("AccessDenied"),
    });
    expect(letters[0]!["MessageAttributes"]).toMatchObject({
      reason: { StringValue: expect.stringContaining("AccessDenied") },
    });
    expect(ledger()).toEqual([3, 0, 0, 3]);
  });

  it("delivers a letter again to the target that failed, and only to it", async () => {
    const handler = await environment({
      destinations: [COPY, { type: "log-group", name: "locked", logGroup: "/locked" }],
    });
    server.on("PutLogEvents", (input) =>
      input["logGroupName"] === "/locked" ? { error: "AccessDeniedException" } : {},
    );
    await handler(payload(["a", "b"]));
    const letter = JSON.parse(server.of("SendMessage")[0]!["MessageBody"]!);
    server.reset();

    const later = await environment({
      destinations: [COPY, { type: "log-group", name: "locked", logGroup: "/locked" }],
    });
    await later(letter.event);

    const puts = server.of("PutLogEvents") as unknown as {
      logGroupName: string;
      logEvents: { message: string }[];
    }[];
    expect(puts).toHaveLength(1);
    expect(puts[0]!.logGroupName).toBe("/locked");
    expect(puts[0]!.logEvents.map(({ message }) => message)).toEqual(["a", "b"]);
  });

  it("lets one poison event take no other with it", async () => {
    const handler = await environment({ destinations: [COPY] });
    const stored: string[] = [];
    server.on("PutLogEvents", (input) => {
      const messages = (input["logEvents"] as unknown as { message: string }[]).map(({ message }) => message);
      if (messages.includes("poison")) return { error: "InvalidParameterException" };
      stored.push(...messages);
      return {};
    });

    await handler(payload(["a", "b", "poison", "c", "d"]));

    expect(stored).toEqual(["a", "b", "c", "d"]);
    expect(server.of("SendMessage")).toHaveLength(1);
    expect(ledger()).toEqual([5, 4, 0, 1]);
  });

  it("accounts for events that CloudWatch Logs rejects by their age", async () => {
    const handler = await environment({ destinations: [COPY] });
    server.on("PutLogEvents", () => ({
      rejectedLogEventsInfo: { tooOldLogEventEndIndex: 1, tooNewLogEventStartIndex: 2 },
    }));

    await handler(payload(["old", "good", "new"]));

    const reasons = server.of("SendMessage").map((input) => JSON.parse(input["MessageBody"]!).reason);
    expect(reasons).toEqual([expect.stringContaining("too old"), expect.stringContaining("future")]);
    expect(ledger()).toEqual([3, 1, 0, 2]);
  });

  it("survives throttling and server errors without loss", async () => {
    const handler = await environment({ destinations: [COPY] });
    server.on("PutLogEvents", (_input, call) =>
      call === 1
        ? { error: "ThrottlingException" }
        : call === 2
          ? { error: "ServiceUnavailableException", status: 503 }
          : {},
    );

    await handler(payload(["a"]));

    expect(server.of("PutLogEvents")).toHaveLength(3);
    expect(server.of("SendMessage")).toEqual([]);
  });

  it("fails as a whole for what it cannot read, or when the dead-letter queue is down, so that Lambda retries", async () => {
    const handler = await environment({ destinations: [COPY] });
    server.on("PutLogEvents", () => ({ error: "AccessDeniedException" }));
    server.on("SendMessage", () => ({ error: "AccessDeniedException" }));

    await expect(handler({ awslogs: { data: "bm90IGd6aXA=" } })).rejects.toThrow();
    await expect(handler({})).rejects.toThrow("awslogs.data");
    await expect(handler(payload(["a"]))).rejects.toThrow("dead-letter queue");
  });

  it("keeps a payload of 6 MB within the limits of each call", async () => {
    const handler = await environment({ destinations: [COPY] });
    const messages = Array.from({ length: 12_000 }, (_, index) => `${index} ${"ü".repeat(250)}`);

    await handler(payload(messages));

    const puts = server.of("PutLogEvents") as unknown as { logEvents: { message: string }[] }[];
    for (const { logEvents } of puts) {
      const bytes = logEvents.reduce((sum, { message }) => sum + Buffer.byteLength(message) + 26, 0);
      expect(bytes).toBeLessThanOrEqual(1_048_576);
      expect(logEvents.length).toBeLessThanOrEqual(10_000);
    }
    expect(puts.flatMap(({ logEvents }) => logEvents.map(({ message }) => message))).toEqual(messages);
  });

  it.each([
    ['{"rules":[{"name":"r","pattern":"{ $.a = ","action":{"type":"drop"}}]}', "Rule r"],
    [
      '{"rules":[{"name":"r","pattern":"x","action":{"type":"metric","namespace":"N","metric":"M","value":"$.a"}}]}',
      "Rule r",
    ],
    ['{"rules":[{"name":"r","pattern":"x","action":{"type":"redact","find":"("}}]}', "Rule r"],
    ['{"rulez":[]}', "rulez"],
    ["{", "not JSON"],
    ["", "LOG_PROCESSOR_CONFIGURATION"],
  ])("says what is wrong with the configuration %s", async (text, expected) => {
    const handler = await environment({});
    vi.stubEnv("LOG_PROCESSOR_CONFIGURATION", text);

    await expect(handler(payload(["a"]))).rejects.toThrow(expected);
  });

  it.each([
    ["no destination", [], "A redrive names no destinations"],
    [
      "one that is gone",
      ["gone"],
      'A redrive is for "gone", which is no destination any more: expected rules, copy, alert:fatal.',
    ],
  ])("refuses a redrive for %s, and delivers nothing", async (_what, destinations, message) => {
    const rules = [
      {
        name: "fatal",
        pattern: "FATAL",
        action: { type: "alert", topicArn: "arn:aws:sns:eu-west-1:111122223333:t" },
      },
    ];
    const handler = await environment({ rules, destinations: [COPY] });

    const redrive = handler({ cumulogRedrive: 1, destinations, event: payload(["FATAL a"]) });

    await expect(redrive).rejects.toThrow(message);
    expect(server.of("PutLogEvents")).toHaveLength(0);
    expect(server.of("Publish")).toHaveLength(0);
  });
});
