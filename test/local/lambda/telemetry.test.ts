import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createServer as createTcpServer } from "node:net";
import { describe, expect, test } from "vitest";
import {
  readSubscription,
  SubscriptionRefusedError,
} from "../../../local/services/lambda/extensions/subscription.ts";
import { TelemetryRelay } from "../../../local/services/lambda/extensions/telemetry-relay.ts";

const NOW = Date.UTC(2026, 0, 5, 12);

function subscription(port: number, more: object = {}) {
  return {
    schemaVersion: "2022-12-13",
    types: ["platform", "function"],
    destination: { protocol: "HTTP", URI: `http://sandbox.localdomain:${port}/telemetry` },
    ...more,
  };
}

/** A listener whose answers the test gives. */
async function listener(answer: (response: ServerResponse, batches: number) => void) {
  const batches: { type: string; record: unknown }[][] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (text) => (body += text));
    request.on("end", () => {
      batches.push(JSON.parse(body));
      answer(response, batches.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    batches,
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe("telemetry", () => {
  test("comes in batches of the streams that were asked for, those before the subscription first", async () => {
    await using target = await listener((response) => response.end());
    const relay = new TelemetryRelay(() => NOW);
    relay.emit("platform", "platform.initStart", { phase: "init" });
    relay.subscribe("one", readSubscription(JSON.stringify(subscription(target.port))));

    relay.emit("function", "function", "a line\n");
    relay.emit("extension", "extension", "not asked for\n");
    await relay.flush();

    expect(target.batches.flat()).toEqual([
      { time: "2026-01-05T12:00:00.000Z", type: "platform.initStart", record: { phase: "init" } },
      {
        time: "2026-01-05T12:00:00.000Z",
        type: "platform.telemetrySubscription",
        record: { name: "one", state: "Subscribed", types: ["platform", "function"] },
      },
      { time: "2026-01-05T12:00:00.000Z", type: "function", record: "a line\n" },
    ]);
  });

  test("is sent again when the listener refuses it, in its order", async () => {
    await using target = await listener((response, count) => response.writeHead(count < 3 ? 500 : 200).end());
    const relay = new TelemetryRelay(() => NOW);
    relay.subscribe(
      "one",
      readSubscription(JSON.stringify(subscription(target.port, { types: ["function"] }))),
    );

    for (const line of ["1", "2", "3"]) relay.emit("function", "function", line);
    await relay.flush();

    expect(target.batches.at(-1)?.map(({ record }) => record)).toEqual(["1", "2", "3"]);
    expect(target.batches).toHaveLength(3);
  });

  test("of a listener that does not keep up is dropped, and that is told", async () => {
    const { promise: mayAnswer, resolve: answerNow } = Promise.withResolvers<void>();
    await using target = await listener((response) => void mayAnswer.then(() => response.end()));
    const relay = new TelemetryRelay(() => NOW);
    relay.subscribe("one", readSubscription(JSON.stringify(subscription(target.port))));
    const line = "x".repeat(200_000);

    for (let count = 0; count < 100; count++) relay.emit("function", "function", line);
    answerNow();
    await relay.flush();

    const events = target.batches.flat();
    const dropped = events.find(({ type }) => type === "platform.logsDropped")?.record as {
      droppedRecords: number;
      droppedBytes: number;
      reason: string;
    };
    expect(dropped.reason).toMatch(/fallen behind/);
    expect(dropped.droppedBytes).toBeGreaterThan(dropped.droppedRecords * line.length);
    expect(events.filter(({ type }) => type === "function").length + dropped.droppedRecords).toBe(100);
  });

  test("goes to a TCP port as lines", async () => {
    const { promise: received, resolve } = Promise.withResolvers<string>();
    const server = createTcpServer((socket) => {
      let text = "";
      socket.on("data", (chunk) => (text += chunk));
      socket.on("end", () => resolve(text));
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const { port } = server.address() as AddressInfo;
    const relay = new TelemetryRelay(() => NOW);
    const destination = { protocol: "TCP", port };
    relay.subscribe("one", readSubscription(JSON.stringify(subscription(1, { destination }))));

    relay.emit("function", "function", "a line\n");
    await relay.flush();

    const lines = (await received).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).type)).toEqual([
      "platform.telemetrySubscription",
      "function",
    ]);
    server.close();
  });

  test.each([
    ["no JSON", "{", /not a JSON object/],
    ["an unknown version", { schemaVersion: "1999-01-01" }, /schemaVersion is "1999-01-01": expected one of/],
    ["no types", { types: [] }, /types is \[\]: expected a list of platform/],
    [
      "little to buffer",
      { buffering: { maxItems: 10 } },
      /buffering\.maxItems is 10: expected .* from 1000 to 10000/,
    ],
    ["a little time", { buffering: { timeoutMs: 1 } }, /buffering\.timeoutMs/],
    [
      "another machine",
      { destination: { protocol: "HTTP", URI: "http://example.com:80/" } },
      /destination\.URI/,
    ],
    ["Lambda's own port", { destination: { protocol: "TCP", port: 9001 } }, /destination\.port is 9001/],
    ["no protocol", { destination: {} }, /destination\.protocol/],
  ])("is refused with %s", (_, more, message) => {
    const body = typeof more === "string" ? more : JSON.stringify(subscription(4323, more));

    expect(() => readSubscription(body)).toThrow(SubscriptionRefusedError);
    expect(() => readSubscription(body)).toThrow(message);
  });
});
