import {
  type CloudWatchHandler,
  type CloudWatchHandlerOptions,
  configure,
  type DeliveryReport,
  getLogger,
  type Handler,
  type LevelName,
  type Logger,
  StdoutHandler,
} from "cumulog";
import { HANDLERS } from "cumulog/config";
import { withLogging } from "cumulog/middleware";
import { compilePattern } from "cumulog/semantics";
import type pino from "pino";
import { expectTypeOf, test } from "vitest";

// The compiler checks this file with all others: a line that says something wrong of a type does not compile.

test("a logger takes fields and a message, a message, or an error", () => {
  const log = getLogger("types");

  expectTypeOf(log).toEqualTypeOf<Logger>();
  expectTypeOf(log.info).toBeCallableWith({ orderId: 1 }, "paid");
  expectTypeOf(log.info).toBeCallableWith("paid");
  expectTypeOf(log.error).toBeCallableWith(new Error("no"), "failed");
  expectTypeOf<LevelName>().toExtend<string>();
});

test("a logger is one of pino's, also where a library takes any of them", () => {
  expectTypeOf<Logger>().toExtend<pino.Logger>();
  expectTypeOf<Logger>().toExtend<pino.BaseLogger>();
  const audit = getLogger("types").child({ a: 1 }, { customLevels: { audit: 35 } });
  expectTypeOf(audit.audit).toBeCallableWith({ b: 2 }, "kept");
});

test("handlers are handlers, and their options are known", () => {
  expectTypeOf(new StdoutHandler()).toExtend<Handler>();
  expectTypeOf<CloudWatchHandler>().toExtend<Handler>();
  expectTypeOf<CloudWatchHandlerOptions>().toHaveProperty("logGroupName").toEqualTypeOf<string>();
  expectTypeOf<CloudWatchHandlerOptions>().toHaveProperty("compress").toEqualTypeOf<boolean | undefined>();
  // @ts-expect-error: a log group must be given
  expectTypeOf<{ region: string }>().toExtend<CloudWatchHandlerOptions>();
  expectTypeOf(HANDLERS).toHaveProperty("cloudwatch");
});

test("flushing a handler tells what became of its records", () => {
  expectTypeOf<Handler["flush"]>().returns.resolves.toEqualTypeOf<DeliveryReport>();
  expectTypeOf(configure).parameter(0).toHaveProperty("loggers");
});

test("a wrapped function keeps its event and its result", () => {
  const handler = withLogging(async (event: { id: number }) => event.id, { logger: getLogger("types") });

  expectTypeOf(handler).parameter(0).toEqualTypeOf<{ id: number }>();
  expectTypeOf(handler).returns.resolves.toEqualTypeOf<number>();
});

test("a pattern gives the fields of what matches", () => {
  expectTypeOf(compilePattern("ERROR").match("ERROR")).toEqualTypeOf<Record<string, string> | undefined>();
});
