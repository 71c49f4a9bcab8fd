import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CloudWatchHandler } from "../../../lib/handlers/cloudwatch/index.ts";
import { onInternal } from "../../../lib/logger/internal-channel.ts";
import { LogEventsServer, type Scripted } from "../../delivery/servers/log-events-server.ts";
import { orderRecord, ordersHandler } from "./orders.ts";

let server: LogEventsServer;
let endpoint: string;
let problems: { code: string; message: string; cause?: unknown }[];
let forget: () => void;

beforeEach(async () => {
  server = new LogEventsServer();
  endpoint = await server.start();
  problems = [];
  forget = onInternal((problem) => problems.push(problem));
});
afterEach(async () => {
  forget();
  await server.stop();
});

const handlerWith = (options: object = {}) => ordersHandler(endpoint, options);

/** A handler whose stream is there and whose first record has arrived. */
async function warmHandler(options: object = {}): Promise<CloudWatchHandler> {
  const handler = handlerWith(options);
  handler.write(orderRecord(0));
  await handler.flush();
  server.calls.length = 0;
  return handler;
}

const arrived = (stream = "one"): number[] =>
  server.streams.get(stream)!.map(({ message }) => (JSON.parse(message) as { index: number }).index);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
const puts = () => server.calls.filter((call) => call === "PutLogEvents").length;

describe("a call of PutLogEvents", () => {
  it.each<readonly [string, Scripted]>([
    ["is throttled, which comes as HTTP 400", { status: 400, type: "ThrottlingException" }],
    ["is throttled by HTTP status alone", { status: 429, body: "slow down" }],
    ["finds the service unavailable", { status: 503, type: "ServiceUnavailableException" }],
    ["gets a page from a proxy", { status: 502, body: "<html>Bad Gateway</html>" }],
    ["fails after the batch was stored", { status: 500, type: "InternalFailure", stores: true }],
    ["times out in the service", { status: 400, type: "RequestTimeoutException" }],
    ["loses its connection before the answer", "cut-before-headers"],
    ["loses its connection while it is sent", "cut-in-request"],
    ["loses its connection in the middle of the answer", "store-then-cut"],
    ["gets an answer that is no JSON", { status: 200, body: "<html>", stores: true }],
  ])("that %s is made again, and nothing is lost or out of order", async (_, scripted) => {
    const handler = await warmHandler();
    server.script = [scripted, scripted];

    for (let index = 1; index < 50; index++) handler.write(orderRecord(index));
    const report = await handler.close();

    expect(report).toMatchObject({ accepted: 50, delivered: 50, rejected: {}, dropped: {}, pending: 0 });
    const seen = new Set<number>();
    expect(arrived().filter((index) => !seen.has(index) && seen.add(index))).toEqual(upTo(50));
    const doubles = arrived().length - 50;
    expect(doubles === 0 || doubles === server.storedThenFailed.length || typeof scripted === "object").toBe(
      true,
    );
    expect(puts()).toBe(3);
  });

  it.each<Scripted>(["hang", "drip"])(
    "that never gets a whole answer (%s) is ended and made again",
    async (scripted) => {
      const handler = await warmHandler({ requestTimeoutMs: 100 });
      server.script = [scripted, scripted];
      handler.write(orderRecord(1));

      const report = await handler.close();

      expect(report).toMatchObject({ delivered: 2, pending: 0 });
      expect(arrived()).toEqual([0, 1]);
    },
  );

  it("waits as long as Retry-After asks, though it is flushed", async () => {
    const handler = await warmHandler();
    server.script = [{ status: 503, type: "ServiceUnavailableException", headers: { "retry-after": "60" } }];
    handler.write(orderRecord(1));

    await handler.flush({ deadline: Date.now() + 100 });
    const report = await handler.flush({ deadline: Date.now() + 100 });

    expect(report).toMatchObject({ delivered: 1, pending: 1 });
    expect(puts()).toBe(1);
    await handler.close({ deadline: 0 });
  });

  it.each([
    "AccessDeniedException",
    "UnrecognizedClientException",
    "ExpiredTokenException",
    "InvalidSignatureException",
    "OptInRequired",
    "SomethingNewException",
  ])("that is refused with %s stops delivery, says so once, and keeps the records", async (type) => {
    const handler = await warmHandler();
    server.script = [
      { status: 400, type },
      { status: 400, type },
    ];
    handler.write(orderRecord(1));

    const refused = [await handler.flush(), await handler.flush()];
    const report = await handler.close();

    expect(refused.map(({ pending }) => pending)).toEqual([1, 1]);
    expect(report).toMatchObject({ delivered: 2, pending: 0, rejected: {}, dropped: {} });
    expect(problems.map(({ code }) => code)).toEqual(["delivery-stopped"]);
    expect(problems[0]!.message).toContain(type);
    expect(JSON.stringify(problems) + String(problems[0]!.cause)).not.toContain("very-secret-key");
  });

  it("without credentials says so in one line and keeps the records", async () => {
    const handler = handlerWith({
      credentials: async () => {
        throw Object.assign(new Error("Could not load credentials from any providers"), {
          name: "CredentialsProviderError",
        });
      },
    });
    handler.write(orderRecord(0));

    const report = await handler.flush();
    const closed = await handler.close();

    expect(report).toMatchObject({ pending: 1 });
    expect(closed).toMatchObject({ dropped: { stderr: 1 } });
    expect(problems.map(({ code }) => code)).toEqual(["delivery-stopped", "delivery-ended"]);
  });

  it("with a clock that is wrong by an hour is signed with the service's time", async () => {
    server.now = () => Date.now() + 3_600_000;
    const handler = handlerWith();
    for (let index = 0; index < 10; index++) handler.write(orderRecord(index));

    const report = await handler.close();

    expect(report).toMatchObject({ delivered: 10 });
    expect(arrived()).toEqual(upTo(10));
    expect(problems).toEqual([]);
  });
});

describe("a batch", () => {
  it("with one bad event loses that alone", async () => {
    server.poison = "poison";
    const handler = await warmHandler();
    for (let index = 1; index < 200; index++)
      handler.write(orderRecord(index, index === 77 ? "poison" : `message ${index}`));

    const report = await handler.close();

    expect(report).toMatchObject({ delivered: 199, rejected: { InvalidParameterException: 1 }, pending: 0 });
    expect(arrived()).toEqual(upTo(200).filter((index) => index !== 77));
    expect(problems.map(({ code }) => code)).toEqual(["record-rejected"]);
    expect(JSON.stringify(problems)).not.toContain("poison");
  });

  it("that is too large for what stands before the service is sent in halves", async () => {
    server.maximumBodyBytes = 20_000;
    const handler = await warmHandler();
    for (let index = 1; index < 1_000; index++) handler.write(orderRecord(index));

    const report = await handler.close();

    expect(report).toMatchObject({ delivered: 1_000, rejected: {} });
    expect(arrived()).toEqual(upTo(1_000));
  });

  it("that the service has already is delivered, and not sent again", async () => {
    const handler = await warmHandler();
    server.script = [
      {
        status: 400,
        stores: true,
        body: { __type: "DataAlreadyAcceptedException", message: "m", expectedSequenceToken: "9" },
      },
    ];
    handler.write(orderRecord(1));

    expect(await handler.close()).toMatchObject({ delivered: 2, rejected: {} });
    expect(arrived()).toEqual([0, 1]);
  });

  it("goes to a server that still asks for sequence tokens", async () => {
    server.needsSequenceTokens = true;
    const handler = handlerWith();
    for (let index = 0; index < 5; index++) {
      handler.write(orderRecord(index));
      await handler.flush();
    }

    expect(await handler.close()).toMatchObject({ delivered: 5, rejected: {} });
    expect(arrived()).toEqual(upTo(5));
    expect(puts()).toBeLessThanOrEqual(7);
  });

  it.each([
    [{ expiredLogEventEndIndex: 3 }, { expired: 3 }],
    [{ tooOldLogEventEndIndex: 2 }, { "too-old": 2 }],
    [{ tooNewLogEventStartIndex: 7 }, { "too-new": 3 }],
    [
      { expiredLogEventEndIndex: 1, tooOldLogEventEndIndex: 2, tooNewLogEventStartIndex: 9 },
      { "too-old": 2, "too-new": 1 },
    ],
    [{ tooNewLogEventStartIndex: 0 }, { "too-new": 10 }],
    [{ tooOldLogEventEndIndex: 99 }, { "too-old": 10 }],
  ])("of which the service says %j counts %j as rejected", async (rejectedLogEventsInfo, rejected) => {
    const handler = await warmHandler();
    server.script = [{ status: 200, body: { rejectedLogEventsInfo } }];
    for (let index = 1; index <= 10; index++) handler.write(orderRecord(index));

    const report = await handler.close();

    const count = Object.values(rejected).reduce((sum, each) => sum + each, 0);
    expect(report).toMatchObject({ delivered: 11 - count, rejected, pending: 0 });
  });
});

describe("CloudWatchHandler", () => {
  it("makes the group again that was deleted in the middle, and loses nothing", async () => {
    const handler = await warmHandler({
      retentionInDays: 3,
      kmsKeyId: "key",
      logGroupClass: "INFREQUENT_ACCESS",
    });
    server.groups.clear();
    server.streams.clear();
    for (let index = 1; index < 20; index++) handler.write(orderRecord(index));

    const report = await handler.close();

    expect(report).toMatchObject({ delivered: 20, rejected: {} });
    expect(arrived()).toEqual(upTo(20).slice(1));
    expect(server.groups.get("/app/orders")).toMatchObject({
      retentionInDays: 3,
      kmsKeyId: "key",
      logGroupClass: "INFREQUENT_ACCESS",
    });
  });

  it("does not make a group when it may not, and says what is missing", async () => {
    const handler = handlerWith({ create: false });
    handler.write(orderRecord(0));

    const report = await handler.flush();

    expect(report).toMatchObject({ pending: 1 });
    expect(server.groups.size).toBe(0);
    expect(String(problems[0]!.cause)).toMatch(
      /\/app\/orders or stream one does not exist and create is false/,
    );
    await handler.close();
  });

  it("says when the group is missing again although it was made", async () => {
    const handler = await warmHandler();
    const made = server.groups;
    made.set = () => made;
    made.clear();
    server.streams.clear();
    handler.write(orderRecord(1));
    while (problems.length === 0) await handler.flush({ deadline: Date.now() + 50 });

    expect(problems[0]!.message).toMatch(
      /^log group \/app\/orders or stream one is still missing though it was made: check endpoint, Region and account\./,
    );
    await handler.close({ deadline: 0 });
  });

  it.each([["throttled"], ["failing"]])(
    "sets the retention in the end though the call is %s at first",
    async (how) => {
      const refusal = how === "throttled" ? "ThrottlingException" : "ServiceUnavailableException";
      server.retentionRefusals = [refusal, refusal, refusal];
      const handler = handlerWith({ retentionInDays: 14 });
      handler.write(orderRecord(0));

      const report = await handler.close();

      expect(report).toMatchObject({ delivered: 1 });
      expect(server.groups.get("/app/orders")).toMatchObject({ retentionInDays: 14 });
      expect(problems).toEqual([]);
    },
  );

  it("says once that the retention is not set, when it may not be or there is no time, and delivers all the same", async () => {
    server.retentionRefusals = ["AccessDeniedException"];
    const denied = handlerWith({ retentionInDays: 14 });
    denied.write(orderRecord(0));
    const first = await denied.close();
    server.groups.clear();
    server.streams.clear();
    server.retentionRefusals = Array.from({ length: 1_000 }, () => "ThrottlingException");
    const hurried = handlerWith({ retentionInDays: 14, backoffBaseMs: 10_000 });
    hurried.write(orderRecord(1));
    await hurried.flush();
    const second = await hurried.close({ deadline: Date.now() });

    expect([first.delivered, second.delivered]).toEqual([1, 1]);
    expect(problems.map(({ code }) => code)).toEqual(["retention-not-set", "retention-not-set"]);
    expect(problems[0]!.message).toContain(
      "log group /app/orders never expires: its retention of 14 days could not be set (AccessDeniedException)",
    );
  });

  it.each([10, 0, 2.5, "7"])(
    "refuses a retention of %s days, which is none of the service's",
    (retentionInDays) => {
      expect(() => handlerWith({ retentionInDays })).toThrow(
        `CloudWatchHandler: retentionInDays is ${JSON.stringify(retentionInDays)}; use one of 1, 3, 5, 7, 14, 30`,
      );
    },
  );

  it("shares a stream with another handler", async () => {
    const [first, second] = [handlerWith(), handlerWith()];
    for (let index = 0; index < 100; index++) (index % 2 === 0 ? first : second).write(orderRecord(index));

    const reports = await Promise.all([first.close(), second.close()]);

    expect(reports.map(({ delivered }) => delivered)).toEqual([50, 50]);
    expect(arrived().toSorted((left, right) => left - right)).toEqual(upTo(100));
    expect(arrived().filter((index) => index % 2 === 0)).toEqual(
      upTo(100).filter((index) => index % 2 === 0),
    );
  });

  it("writes several streams by a template, each in its order", async () => {
    const handler = handlerWith({ logStreamName: "{logger}/{date}" });
    for (let index = 0; index < 30; index++)
      handler.write({ ...orderRecord(index), logger: ["a", "b:c", ""][index % 3]! });

    await handler.close();

    expect([...server.streams.keys()].toSorted()).toEqual([
      "a/2026-01-01",
      "b-c/2026-01-01",
      "root/2026-01-01",
    ]);
    expect(arrived("b-c/2026-01-01")).toEqual(upTo(30).filter((index) => index % 3 === 1));
  });

  it("compresses bodies when told to", async () => {
    const handler = handlerWith({ compress: true });
    for (let index = 0; index < 1_000; index++) handler.write(orderRecord(index));

    expect(await handler.close()).toMatchObject({ delivered: 1_000 });
    expect(arrived()).toEqual(upTo(1_000));
  });

  it("goes through an outage of the whole service, and says so in one line", async () => {
    const handler = await warmHandler({ backoffBaseMs: 100 });
    const port = Number(new URL(endpoint).port);
    await server.stop();
    for (let index = 1; index < 100; index++) handler.write(orderRecord(index));
    while (problems.length === 0) {
      const { accepted, delivered, pending } = await handler.flush({ deadline: Date.now() + 50 });
      expect(delivered + pending).toBe(accepted);
    }
    await server.start(port);

    const report = await handler.close();

    expect(report).toMatchObject({ accepted: 100, delivered: 100, pending: 0 });
    expect(arrived()).toEqual(upTo(100));
    expect(problems.map(({ code }) => code)).toEqual(["delivery-failing"]);
  });

  it("ends in time during an outage, and tells where the records went", async () => {
    const handler = await warmHandler();
    server.script = Array.from({ length: 10_000 }, () => "cut-before-headers" as const);
    handler.write(orderRecord(1));

    const report = await handler.close({ deadline: Date.now() + 50 });

    expect(report).toMatchObject({ accepted: 2, delivered: 1, dropped: { stderr: 1 }, pending: 0 });
    expect(problems.at(-1)!.message).toMatch(/^1 records? w\w+ not delivered \(.+\).* went to stderr\.$/);
  });

  it("ends a flush at once when it is aborted", async () => {
    const handler = await warmHandler();
    server.script = ["hang"];
    handler.write(orderRecord(1));
    const controller = new AbortController();

    const flushed = handler.flush({ signal: controller.signal });
    controller.abort();

    expect(await flushed).toMatchObject({ pending: 1 });
    await handler.close({ deadline: 0 });
  });
});
