import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CloudLoggingHandler } from "../../../lib/handlers/cloud-logging/index.ts";
import { onInternal } from "../../../lib/logger/internal-channel.ts";
import type { LogRecord } from "../../../lib/logger/record.ts";
import { type Behaviour, EntryStore } from "./entry-store.ts";
import { startGrpcServer } from "./grpc-server.ts";
import { startRestServer } from "./rest-server.ts";

const START = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

function record(index: number, more: Partial<LogRecord> = {}): LogRecord {
  return {
    timestamp: START + Math.floor(index / 5),
    level: 30,
    logger: "orders",
    message: `message ${index}`,
    service: undefined,
    context: undefined,
    fields: { index },
    error: undefined,
    ...more,
  };
}

describe.each(["grpc", "rest"] as const)("CloudLoggingHandler over %s", (transport) => {
  let store: EntryStore;
  let server: { readonly port: number; stop(): Promise<void> };
  let problems: { code: string; message: string }[];
  let forget: () => void;

  beforeEach(async () => {
    store = new EntryStore();
    server = await (transport === "grpc" ? startGrpcServer(store) : startRestServer(store));
    problems = [];
    forget = onInternal((problem) => problems.push(problem));
  });
  afterEach(async () => {
    forget();
    await server.stop();
  });

  function handlerWith(options: object = {}): CloudLoggingHandler {
    return new CloudLoggingHandler({
      transport,
      projectId: "shop",
      endpoint: transport === "grpc" ? `127.0.0.1:${server.port}` : `http://127.0.0.1:${server.port}`,
      insecure: true,
      backoffBaseMs: 1,
      requestsInFlight: 1,
      ...options,
    });
  }
  const indexes = () => store.entries.map(({ jsonPayload }) => jsonPayload!["index"] as number);
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
  /** Logs in small calls, so that many are made. */
  async function deliver(count: number, options: object = {}) {
    const handler = handlerWith({ maximumEntries: 10, ...options });
    for (let index = 0; index < count; index++) handler.write(record(index));
    return handler.close();
  }

  it("delivers every entry once, in order, with the log's name, labels and resource", async () => {
    const report = await deliver(500, {
      logName: "orders/api",
      labels: { team: "orders" },
      resource: { type: "generic_task", labels: { job: "import" } },
    });

    expect(report).toEqual({
      accepted: 500,
      delivered: 500,
      rejected: {},
      dropped: {},
      spooled: 0,
      pending: 0,
    });
    expect(indexes()).toEqual(upTo(500));
    expect(store.entries[7]).toMatchObject({
      logName: "projects/shop/logs/orders%2Fapi",
      timestamp: "2026-01-02T03:04:05.679Z",
      severity: "INFO",
      labels: { team: "orders" },
      resource: { type: "generic_task", labels: { job: "import" } },
      jsonPayload: { message: "message 7", logger: "orders", index: 7 },
    });
    expect(problems).toEqual([]);
  });

  it.each<Behaviour>(["exhausted", "unavailable", "deadline", "cut-before"])(
    "loses nothing when calls end with %s",
    async (behaviour) => {
      store.script = [behaviour, behaviour, "store", behaviour];

      const report = await deliver(60);

      expect(report).toMatchObject({ accepted: 60, delivered: 60, pending: 0, rejected: {}, dropped: {} });
      expect(indexes()).toEqual(upTo(60));
      expect(store.calls).toBe(9);
    },
  );

  it.each<Behaviour>(["store-then-unavailable", "store-then-cut"])(
    "sends the same insertIds again after %s, so that nothing is doubled",
    async (behaviour) => {
      store.script = [behaviour, "store", behaviour];

      const report = await deliver(50);

      expect(report).toMatchObject({ delivered: 50, pending: 0 });
      expect(indexes()).toEqual(upTo(50));
      expect(store.doubles).toBe(20);
    },
  );

  it("loses and doubles nothing under a third of failures of every kind", async () => {
    const kinds: Behaviour[] = ["exhausted", "unavailable", "store-then-unavailable", "store-then-cut"];
    store.script = Array.from({ length: 600 }, (_, call) =>
      (call * 7_919) % 10 < 3 ? kinds[call % kinds.length]! : "store",
    );

    const handler = handlerWith({ maximumEntries: 10 });
    for (let index = 0; index < 2_000; index++) {
      handler.write(record(index));
      if (index % 100 > 0) continue;
      const { accepted, delivered, pending } = await handler.flush({ deadline: 0 });
      expect(delivered + pending).toBe(accepted);
    }
    const report = await handler.close();

    expect(report).toMatchObject({ accepted: 2_000, delivered: 2_000, pending: 0 });
    expect(indexes()).toEqual(upTo(2_000));
  });

  it("maps entries that were refused back to their records, and tries those again that may pass", async () => {
    store.refused.set("message 3", 3).set("message 5", 7).set("message 8", 8);
    const handler = handlerWith({ maximumEntries: 10 });
    for (let index = 0; index < 10; index++) handler.write(record(index));

    const first = await handler.flush({ deadline: Date.now() + 400 });
    store.refused.delete("message 8");
    const report = await handler.close();

    expect(first).toMatchObject({ delivered: 7, pending: 1 });
    expect(report).toMatchObject({
      delivered: 8,
      rejected: { INVALID_ARGUMENT: 1, PERMISSION_DENIED: 1 },
      pending: 0,
    });
    expect(indexes()).toEqual([0, 1, 2, 4, 6, 7, 9, 8]);
    expect(problems.map(({ code }) => code)).toContain("record-rejected");
  });

  it("keeps entries and calls within the limits", async () => {
    const handler = handlerWith({ maximumQueueBytes: 256 * 1024 * 1024 });
    for (let index = 0; index < 50; index++)
      handler.write(record(index, { fields: { index, pad: "é€😀\n".repeat(25_000), tail: "kept" } }));
    handler.write(record(50, { fields: { index: 50, ones: Array.from({ length: 40_000 }, () => 1) } }));
    handler.write(record(51, { message: "x".repeat(400_000), fields: { index: 51 } }));

    const report = await handler.close();

    expect(report).toMatchObject({ delivered: 52, rejected: {}, pending: 0 });
    expect(indexes()).toEqual(upTo(52));
    expect(store.entries[0]!.jsonPayload).toMatchObject({
      truncated: true,
      tail: "kept",
      message: "message 0",
    });
    expect(store.calls).toBeLessThan(10);
  });

  it("shortens labels and requests that alone are over the limit, and never makes the call invalid", async () => {
    const handler = handlerWith();
    const huge = "u".repeat(600_000);
    handler.write(record(0, { fields: { index: 0, httpRequest: { requestUrl: huge, status: 200 } } }));
    handler.write(record(1, { fields: { index: 1, labels: { big: huge } } }));
    handler.write(record(2, { fields: { index: 2, labels: { count: 3, nothing: null, ok: "yes" } } }));
    handler.write(record(3));

    const report = await handler.close();

    expect(report).toMatchObject({ delivered: 4, rejected: {} });
    expect(indexes()).toEqual([0, 1, 2, 3]);
    expect(store.entries[2]!.labels).toEqual({ count: "3", nothing: "", ok: "yes" });
  });

  it("ends a call that is never answered in full, and sends its entries again", async () => {
    store.script = ["hang", "hang"];

    const report = await deliver(10, { requestTimeoutMs: 60 });

    expect(report).toMatchObject({ delivered: 10, pending: 0 });
    expect(indexes()).toEqual(upTo(10));
  });

  it("stops when it is denied, says so once, keeps the records and delivers them later", async () => {
    store.otherwise = "denied";
    const handler = handlerWith();
    handler.write(record(0));

    const denied = [await handler.flush(), await handler.flush()];
    store.otherwise = "store";
    const report = await handler.close();

    expect(denied.map(({ pending }) => pending)).toEqual([1, 1]);
    expect(problems.map(({ code }) => code)).toEqual(["delivery-stopped"]);
    expect(problems[0]!.message).toMatch(/PERMISSION_DENIED.*roles\/logging\.logWriter/);
    expect(report).toMatchObject({ delivered: 1 });
  });

  it("ends in time when nothing answers, and accounts for what is left", async () => {
    store.otherwise = "hang";
    const handler = handlerWith();
    handler.write(record(0));

    const report = await handler.close({ deadline: Date.now() + 100 });

    expect(report).toMatchObject({ accepted: 1, dropped: { stderr: 1 }, pending: 0 });
    expect(problems.map(({ code }) => code)).toEqual(["delivery-ended"]);
  });

  it("delivers bad records in a well-formed form", async () => {
    const cycle: Record<string, unknown> = { index: 0 };
    cycle["self"] = cycle;
    const handler = handlerWith();
    handler.write(record(0, { fields: cycle }));
    handler.write(record(1, { message: "" }));
    handler.write(record(2, { message: "\ud800 alone" }));
    handler.write(
      record(3, { fields: { index: 3, big: 12n, nothing: undefined, none: null, not: Number.NaN } }),
    );
    handler.write(record(4, { timestamp: -5 }));
    handler.write(record(6, { timestamp: Number.NaN }));
    handler.write(record(5, { fields: { index: 5, "": { "": [[], {}, [null, true, -0.5, 1e300]] } } }));

    const report = await handler.close();

    expect(report).toMatchObject({ accepted: 7, delivered: 7, rejected: {} });
    // What had no time of its own has that of the call, which is later.
    expect(indexes()).toEqual([0, 1, 2, 3, 5, 4, 6]);
    expect(store.entries[4]!.jsonPayload![""]).toEqual({ "": [[], {}, [null, true, -0.5, 1e300]] });
  });
});

describe("CloudLoggingHandler over grpc", () => {
  it("cuts calls in half for a server that takes smaller messages than the service", async () => {
    const store = new EntryStore();
    const server = await startGrpcServer(store, { "grpc.max_receive_message_length": 100_000 });
    const handler = new CloudLoggingHandler({
      transport: "grpc",
      projectId: "shop",
      endpoint: "127.0.0.1",
      port: server.port,
      insecure: true,
      backoffBaseMs: 1,
    });
    for (let index = 0; index < 1_000; index++)
      handler.write(record(index, { fields: { index, pad: "x".repeat(400) } }));

    const report = await handler.close({ deadline: Date.now() + 10_000 });
    await server.stop();

    expect(report).toMatchObject({ delivered: 1_000, pending: 0 });
    expect(store.entries).toHaveLength(1_000);
  });
});
