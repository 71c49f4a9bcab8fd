import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as logtape from "@logtape/logtape";
import { pino } from "pino";
import { beforeEach, expect, test } from "vitest";
import winston from "winston";
import { captureConsole } from "../../lib/adapters/console.ts";
import { logTapeSink } from "../../lib/adapters/logtape.ts";
import pinoTransport, { pinoDestination } from "../../lib/adapters/pino.ts";
import { CumulogTransport } from "../../lib/adapters/winston.ts";
import { configure, MemoryHandler, withContext } from "../../lib/index.ts";

let memory: MemoryHandler;

beforeEach(() => {
  memory = new MemoryHandler();
});

test("pino: level, time, message, error, bindings and name take their places", () => {
  const log = pino({ name: "orders", level: "debug" }, pinoDestination({ handlers: [memory] }));

  log.child({ requestId: "r1" }).info({ orderId: 7 }, "placed %s", "é");
  log.error(new TypeError("bad"), "failed");
  log.debug({ a: 1 });

  expect(memory.entries).toMatchObject([
    { level: "INFO", logger: "orders", message: "placed é", requestId: "r1", orderId: 7 },
    {
      level: "ERROR",
      message: "failed",
      error: { name: "TypeError", message: "bad", stack: expect.stringContaining("TypeError: bad") },
    },
    { level: "DEBUG", message: "", a: 1 },
  ]);
  expect(Math.abs((memory.records[0]?.timestamp ?? 0) - Date.now())).toBeLessThan(60_000);
});

test("a logger without a name is not named in the line", () => {
  pino(pinoDestination({ handlers: [memory] })).info("of pino");
  winston.createLogger({ transports: [new CumulogTransport({ handlers: [memory] })] }).info("of winston");

  expect(memory.entries.map((entry) => entry["message"])).toEqual(["of pino", "of winston"]);
  for (const entry of memory.entries) expect(entry).not.toHaveProperty("logger");
});

test("pino: lines cut anywhere, and lines that are not JSON, arrive", async () => {
  const destination = pinoDestination({ handlers: [memory] });
  const bytes = Buffer.from('{"level":40,"time":5,"msg":"größe"}\nplain text\n{"level":50,"msg":"no end"}');

  for (const byte of bytes) destination.write(Buffer.from([byte]));
  await new Promise<void>((resolve) => destination.end(resolve));

  expect(memory.entries).toMatchObject([
    { level: "WARN", message: "größe", timestamp: "1970-01-01T00:00:00.005Z" },
    { level: "INFO", message: "plain text" },
    { level: "ERROR", message: "no end" },
  ]);
});

test("pino: the transport makes handlers from their descriptions", async () => {
  const folder = mkdtempSync(join(tmpdir(), "pino-"));
  const path = join(folder, "app.log");
  const stream = await pinoTransport({ handlers: { file: { type: "file", path } } });

  stream.write('{"level":30,"msg":"through"}\n');
  await new Promise<void>((resolve) => stream.end(resolve));

  expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ level: "INFO", message: "through" });
  await expect(pinoTransport({ handlers: { a: { type: "syslog" } } } as never)).rejects.toThrow(
    /handlers\.a.*cloudwatch/s,
  );
  await expect(pinoTransport({} as never)).rejects.toThrow(/at least one handler/);
  rmSync(folder, { recursive: true });
});

test("winston: metadata, errors and levels arrive, and the level filters", async () => {
  const log = winston.createLogger({
    level: "debug",
    transports: [new CumulogTransport({ handlers: [memory], logger: "shop" })],
  });

  log.info("placed", { orderId: 7 });
  log.error("failed", new Error("bad"));
  log.error(new TypeError("alone"));
  log.child({ requestId: "r1" }).warn("careful");
  log.silly("below");
  await new Promise<void>((resolve) => {
    log.on("finish", resolve);
    log.end();
  });

  expect(memory.entries).toMatchObject([
    { level: "INFO", logger: "shop", message: "placed", orderId: 7 },
    { level: "ERROR", error: { name: "Error", message: "bad" } },
    { level: "ERROR", message: "alone", error: { message: "alone" } },
    { level: "WARN", message: "careful", requestId: "r1" },
  ]);
});

test("LogTape: category, properties and error arrive; disposal flushes", async () => {
  await logtape.configure({
    sinks: { cumulog: logTapeSink({ handlers: [memory] }) },
    loggers: [
      { category: ["logtape", "meta"], sinks: [] },
      { category: "shop", lowestLevel: "debug", sinks: ["cumulog"] },
    ],
  });
  const log = logtape.getLogger(["shop", "orders"]);

  log.info("placed {orderId}", { orderId: 7 });
  log.warning("careful", { error: new Error("bad") });
  log.fatal`literal ${{ a: 1 }}`;
  await logtape.reset();

  expect(memory.entries).toMatchObject([
    { level: "INFO", logger: "shop.orders", message: "placed 7", orderId: 7 },
    { level: "WARN", error: { message: "bad" } },
    { level: "FATAL", message: 'literal {"a":1}' },
  ]);
});

test("console: captured with its context, given back, and not in a circle", () => {
  const printed: unknown[][] = [];
  const target = Object.fromEntries(
    ["log", "info", "debug", "warn", "error", "trace"].map((name) => [
      name,
      (...values: unknown[]) => printed.push([name, ...values]),
    ]),
  ) as unknown as Console;
  const echo = new MemoryHandler({
    filter: () => {
      target.log("from the handler");
      return true;
    },
  });
  const restore = captureConsole({ handlers: [memory, echo], target });

  withContext({ requestId: "r1" }, () => target.log("placed %d", 7, { a: 1 }));
  target.error("failed", new Error("bad"));
  restore();
  target.warn("after");

  expect(memory.entries).toMatchObject([
    { level: "INFO", message: "placed 7 { a: 1 }", requestId: "r1" },
    { level: "ERROR", message: "failed Error: bad", error: { message: "bad" } },
  ]);
  expect(printed).toEqual([
    ["log", "from the handler"],
    ["log", "from the handler"],
    ["warn", "after"],
  ]);
});

test("without handlers of its own an adapter follows the configuration of its logger's name", async () => {
  await configure({ handlers: { memory }, loggers: { "": { level: "error" }, shop: { level: "info" } } });
  const destination = pinoDestination();

  destination.write('{"level":30,"name":"shop","msg":"in"}\n{"level":30,"name":"other","msg":"out"}\n');

  expect(memory.entries.map((entry) => entry["message"])).toEqual(["in"]);
});
