import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CloudWatchHandler } from "../../../lib/handlers/cloudwatch/index.ts";
import type { LogRecord } from "../../../lib/logger/record.ts";
import { LogEventsServer } from "../../delivery/servers/log-events-server.ts";
import { orderRecord, ordersHandler, START } from "./orders.ts";

let server: LogEventsServer;
let endpoint: string;

function record(index: number, message?: string): LogRecord {
  return orderRecord(index, message, START + Math.floor(index / 7));
}

const handlerWith = (options: object = {}) => ordersHandler(endpoint, options);

const indexesOf = (stream: string): number[] =>
  server.streams.get(stream)!.map(({ message }) => (JSON.parse(message) as { index: number }).index);

beforeEach(async () => {
  server = new LogEventsServer();
  endpoint = await server.start();
});
afterEach(() => server.stop());

describe("CloudWatchHandler", () => {
  it("makes group and stream once, with retention and tags, and delivers what was logged meanwhile", async () => {
    const handler = handlerWith({ retentionInDays: 14, tags: { team: "orders" } });

    for (let index = 0; index < 100; index++) handler.write(record(index));
    const report = await handler.close();

    expect(report).toEqual({
      accepted: 100,
      delivered: 100,
      rejected: {},
      dropped: {},
      spooled: 0,
      pending: 0,
    });
    expect(indexesOf("one")).toEqual(Array.from({ length: 100 }, (_, index) => index));
    expect(server.groups.get("/app/orders")).toMatchObject({ retentionInDays: 14, tags: { team: "orders" } });
    expect(server.calls.filter((call) => call === "CreateLogGroup")).toHaveLength(1);
  });

  it("loses nothing and keeps order under throttling, server errors and cut connections", async () => {
    server.faults = { throttle: 0.3, serverError: 0.05, cut: 0.05, seed: 7 };
    const handler = handlerWith({ maximumQueueBytes: 256 * 1024 * 1024 });
    const text = "é".repeat(4000);

    const count = 20_000;
    for (let index = 0; index < count; index++) {
      handler.write(record(index, text));
      const { accepted, delivered, pending } = await reportNow(handler, index);
      expect(accepted).toBe(delivered + pending);
    }
    const report = await handler.close();

    expect(report).toMatchObject({ accepted: count, delivered: count, pending: 0 });
    const again = new Set(server.storedThenFailed);
    const first = new Set<number>();
    const order = indexesOf("one").filter((index) => !first.has(index) && first.add(index));
    expect(order).toEqual(Array.from({ length: count }, (_, index) => index));
    expect(server.streams.get("one")!.length - count).toBe(again.size);
  }, 60_000);

  it("cuts a message over the event limit in parts that make the whole", async () => {
    const handler = handlerWith({ formatter: (given: LogRecord) => given.message });
    const message = "añ€😀".repeat(300_000);

    handler.write(record(0, message));
    handler.write(record(1, ""));
    handler.write(record(2, "\ud800 alone"));
    const report = await handler.close();

    const events = server.streams.get("one")!.map((event) => event.message);
    const parts = events.slice(0, -2).map((part) => part.replace(/^\[part \d+\/\d+ of [^\]]+\] /, ""));
    expect(report.delivered).toBe(3);
    expect(parts.join("")).toBe(message);
    expect(events.slice(-2)).toEqual([" ", "\ufffd alone"]);
  });

  it("resolves flush at the deadline while the service is away, and delivers when it is back", async () => {
    server.faults = { throttle: 1 };
    const handler = handlerWith();
    handler.write(record(0));

    const early = await handler.flush({ deadline: Date.now() + 30 });
    server.faults = {};
    const late = await handler.close();

    expect(early).toMatchObject({ delivered: 0, pending: 1 });
    expect(late).toMatchObject({ delivered: 1, pending: 0 });
  });

  it.each([
    [{ logGroupName: "a b" }, /logGroupName is "a b"; use/],
    [{ logStreamName: "{day}" }, /logStreamName has \{day\}/],
    [{ lingerMs: -1 }, /lingerMs is -1; use/],
    [{ endpoint: "nowhere" }, /endpoint is "nowhere"/],
    [{ colour: 1 }, /option colour is unknown/],
  ])("refuses %j", (options, message) => {
    expect(() => handlerWith(options)).toThrow(message);
  });
});

/** The account in the middle of the work, every thousand records. */
async function reportNow(handler: CloudWatchHandler, index: number) {
  if (index % 1000 !== 0) return { accepted: 0, delivered: 0, pending: 0 };
  return handler.flush({ deadline: 0 });
}
