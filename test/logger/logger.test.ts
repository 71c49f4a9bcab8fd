import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  configure,
  flush,
  getLogger,
  type Handler,
  MemoryHandler,
  onInternal,
  setLevel,
  withContext,
} from "../../lib/index.ts";

let memory: MemoryHandler;

beforeEach(async () => {
  memory = new MemoryHandler();
  await configure({ handlers: { memory }, loggers: { "": { level: "info" } } });
});

afterEach(() => {
  vi.useRealTimers();
});

test("takes pino's signature", () => {
  const log = getLogger("orders.api");

  log.info("text");
  log.info({ orderId: 7 }, "with %s and %d%%", "fields", 50);
  log.error(new TypeError("bad"), "failed");
  log.error(new Error("only an error"));
  log.warn({ err: new Error("inside") }, "by its key");
  log.info({ msg: "from the fields", a: 1 });
  log.info(null, "nothing first");
  log.info(42);

  expect(memory.entries).toMatchObject([
    { level: "INFO", logger: "orders.api", message: "text" },
    { message: "with fields and 50%", orderId: 7 },
    { level: "ERROR", message: "failed", error: { name: "TypeError", message: "bad" } },
    { message: "only an error", error: { name: "Error" } },
    { level: "WARN", message: "by its key", error: { message: "inside" } },
    { message: "from the fields", a: 1 },
    { message: "nothing first" },
    { message: "42" },
  ]);
  expect(memory.entries[5]).not.toHaveProperty("msg");
  expect(memory.entries[4]).not.toHaveProperty("err");
});

test("tells frameworks its levels as pino's loggers do", () => {
  const { levels } = getLogger("web");

  expect(Object.keys(levels.values)).toEqual(["trace", "debug", "info", "warn", "error", "fatal"]);
  expect(levels.labels[levels.values["warn"]!]).toBe("warn");
});

test("keeps what a message has no placeholder for", () => {
  getLogger().info("text", { orderId: 7 }, new Error("e"));

  expect(memory.entries[0]).toMatchObject({ message: "text", orderId: 7, error: { message: "e" } });
});

test("writes causes, aggregated errors and members of errors", () => {
  const cause = Object.assign(new Error("inner"), { code: "ECONNRESET" });

  getLogger().error(new AggregateError([new Error("one"), cause], "all", { cause }));

  const { error } = memory.entries[0] as { error: Record<string, unknown> };
  expect(error).toMatchObject({
    name: "AggregateError",
    message: "all",
    cause: { name: "Error", message: "inner", code: "ECONNRESET" },
    errors: [{ message: "one" }, { message: "inner" }],
  });
  expect(error["stack"]).toContain("AggregateError: all");
});

test("an error that causes itself is written", () => {
  const error = new Error("loop");
  error.cause = error;

  getLogger().error(error);

  expect(memory.entries).toHaveLength(1);
});

test("evaluates functions only when the level is on", () => {
  const lazy = vi.fn(() => "expensive");
  const whole = vi.fn(() => ({ a: 1 }));

  getLogger().debug({ lazy });
  getLogger().debug(whole, "off");
  getLogger().info(
    {
      lazy,
      broken: () => {
        throw new Error("x");
      },
    },
    "on",
  );
  getLogger().info(whole, "on");

  expect(lazy).toHaveBeenCalledOnce();
  expect(whole).toHaveBeenCalledOnce();
  expect(memory.entries).toMatchObject([
    { lazy: "expensive", broken: "[Throws: x]" },
    { a: 1, message: "on" },
  ]);
});

test("inherits level and handlers from the nearest configured ancestor", async () => {
  const other = new MemoryHandler();
  await configure({
    handlers: { memory, other },
    loggers: {
      "": { level: "warn", handlers: ["memory"] },
      orders: { level: "debug" },
      "orders.audit": { handlers: ["other"] },
      quiet: { handlers: [] },
    },
  });

  getLogger("a").info("below");
  getLogger("orders.api").debug("by orders");
  getLogger("orders.audit.deep").debug("elsewhere");
  getLogger("ordersx").debug("no relation");
  getLogger("quiet").error("nowhere");

  expect(memory.entries.map((entry) => entry["message"])).toEqual(["by orders"]);
  expect(other.entries.map((entry) => entry["message"])).toEqual(["elsewhere"]);
});

test("a logger in use follows a later configuration", async () => {
  const log = getLogger("late");
  const child = log.child({ a: 1 });
  log.debug("off");
  await configure({ handlers: { memory }, loggers: { late: { level: "debug" } }, service: "shop" });

  child.debug("on");

  expect(memory.entries).toMatchObject([{ message: "on", a: 1, service: "shop" }]);
});

test("a child binds fields, prefixes messages, serializes values and may have a level", () => {
  const log = getLogger("web");
  const child = log.child(
    { requestId: "r1" },
    { level: "warn", msgPrefix: "[web] ", serializers: { req: (req: { url: string }) => req.url } },
  );

  child.info("off");
  child.warn({ req: { url: "/x", secret: 1 } }, "on");
  child.child({ part: 2 }).error("deeper");

  expect(memory.entries).toMatchObject([
    { message: "[web] on", requestId: "r1", req: "/x" },
    { message: "[web] deeper", requestId: "r1", part: 2 },
  ]);
  expect(child.bindings()).toEqual({ requestId: "r1" });
  expect(child.level).toBe("warn");
  expect([
    child.isLevelEnabled("info"),
    child.isLevelEnabled("CRITICAL"),
    log.isLevelEnabled("info"),
  ]).toEqual([false, true, true]);
  child.level = "trace";
  child.trace("now");
  expect(memory.entries).toHaveLength(3);
});

test("the call's fields win over context keys, and no name is written twice", () => {
  withContext({ a: "context", b: 1, service: "mine" }, () => {
    getLogger("x").info(
      { a: "call", level: "mine", timestamp: 1, logger: 2, message: "text as a field" },
      "text",
    );
  });

  const line = memory.lines[0] as string;
  const entry = JSON.parse(line);
  expect(entry).toMatchObject({
    a: "call",
    b: 1,
    level: "INFO",
    level_: "mine",
    timestamp_: 1,
    logger_: 2,
    message: "text",
  });
  expect(line.match(/"a":/g)).toHaveLength(1);
  expect(line.match(/"level":/g)).toHaveLength(1);
});

test("contexts nest, survive await and do not mix", async () => {
  const log = getLogger("job");
  const run = (id: number): Promise<void> =>
    withContext({ id }, async () => {
      await Promise.resolve();
      await withContext({ step: id * 10 }, async () => {
        await Promise.resolve();
        log.child({ bound: true }).info("in");
      });
      log.info("out");
    });

  await Promise.all([run(1), run(2)]);
  log.info("outside");

  const entries = memory.entries;
  for (const id of [1, 2]) {
    expect(entries.filter((entry) => entry["id"] === id)).toMatchObject([
      { step: id * 10, bound: true, message: "in" },
      { message: "out" },
    ]);
  }
  expect(entries.at(-1)).not.toHaveProperty("id");
});

test("any call leaves well-formed lines and never throws", () => {
  const log = getLogger("fuzz").child({});
  fc.assert(
    fc.property(
      fc.anything({
        withBigInt: true,
        withMap: true,
        withSet: true,
        withDate: true,
        withNullPrototype: true,
      }),
      fc.array(fc.anything(), { maxLength: 4 }),
      (first, rest) => {
        memory.clear();
        log.error(first, ...(rest as []));
        expect(memory.entries[0]).toMatchObject({
          level: "ERROR",
          logger: "fuzz",
          message: expect.any(String),
        });
      },
    ),
    { numRuns: 2000 },
  );
});

test("every unserializable value goes out", () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const values: unknown[] = [
    proxy,
    { proxy },
    {
      get x(): never {
        throw new Error("x");
      },
    },
    { "\ud800": "\udfff" },
    { a: undefined },
  ];

  for (const value of values) getLogger().info(value, "");
  getLogger().info("x".repeat(5_000_000));
  withContext(
    {
      get y(): never {
        throw new Error("y");
      },
    },
    () => getLogger().info("in"),
  );

  expect(memory.entries).toHaveLength(values.length + 2);
});

test("a handler that throws reaches the internal channel and no one else", async () => {
  const problems: unknown[] = [];
  const stop = onInternal((problem) => problems.push(problem));
  const bad: Handler = {
    ...emptyHandler(),
    write: () => {
      throw new Error("broken");
    },
  };
  const rejecting: Handler = { ...emptyHandler(), flush: () => Promise.reject(new Error("flush")) };
  await configure({ handlers: { bad, rejecting, memory } });

  getLogger().info("on");
  const report = await flush();

  stop();
  expect(memory.entries).toHaveLength(1);
  expect(report.accepted).toBe(1);
  expect(problems).toMatchObject([{ code: "handler-write-failed" }, { code: "handler-flush-failed" }]);
});

test("a handler that logs does not recurse", async () => {
  const stop = onInternal(() => {});
  let writes = 0;
  const chatty: Handler = {
    ...emptyHandler(),
    write: () => {
      writes += 1;
      getLogger().info("again");
    },
  };
  await configure({ handlers: { chatty, memory } });

  getLogger().info("once");

  stop();
  expect(writes).toBe(1);
  expect(memory.entries.map((entry) => entry["message"])).toEqual(["again", "once"]);
});

test("handlers have a level and a filter of their own", async () => {
  const errors = new MemoryHandler({ level: "CRITICAL" });
  const some = new MemoryHandler({ filter: (record) => record.message.startsWith("a") });
  await configure({ handlers: { errors, some } });

  getLogger().info("a");
  getLogger().fatal("b");

  expect(errors.entries.map((entry) => entry["message"])).toEqual(["b"]);
  expect(some.entries.map((entry) => entry["message"])).toEqual(["a"]);
});

test("a level may be set for a time, over everything below a name", async () => {
  vi.useFakeTimers();
  await configure({
    handlers: { memory },
    loggers: { "": { level: "info" }, "orders.api": { level: "warn" } },
  });
  const log = getLogger("orders.api");

  setLevel("orders.*", "debug", { for: "10m" });
  const during = [log.isLevelEnabled("debug"), getLogger("orders").level, getLogger("other").level];
  vi.advanceTimersByTime(600_000);
  const after = [log.level, getLogger("orders").level];

  expect(during).toEqual([true, "debug", "info"]);
  expect(after).toEqual(["warn", "info"]);
  expect(() => setLevel("a", "loud")).toThrow(/loud.*trace, debug/);
  expect(() => setLevel("a", "debug", { for: "soon" })).toThrow(/soon/);
});

test("setting a logger's level is inherited below it", () => {
  getLogger("tree").level = "debug";

  expect(getLogger("tree.leaf").level).toBe("debug");
});

test("a buffer keeps records of a unit of work until an error follows", async () => {
  await configure({ handlers: { memory }, loggers: { "": { level: "info", buffer: { limit: 2 } } } });
  const log = getLogger("job");

  withContext({ id: 1 }, () => {
    log.debug("one");
    log.debug("two");
    log.debug("three");
    log.info("shown");
    withContext({ step: 1 }, () => log.error("failed"));
  });
  withContext({ id: 2 }, () => {
    log.debug("forgotten");
    log.info("fine");
  });
  log.debug("outside");

  expect(memory.entries.map((entry) => entry["message"])).toEqual([
    "shown",
    "1 earlier records of this unit of work were not kept",
    "two",
    "three",
    "failed",
    "fine",
  ]);
});

test("sampling keeps or drops a unit of work as a whole, and never a warning", async () => {
  await configure({ handlers: { memory }, loggers: { "": { level: "info", sampling: 0.5 } } });
  const log = getLogger();

  for (let id = 0; id < 400; id += 1)
    withContext({ id }, () => {
      log.info("a");
      log.info("b");
      log.warn("w");
    });

  const counts = Map.groupBy(memory.entries, (entry) => entry["id"]);
  expect([...counts.values()].every((entries) => entries.length === 1 || entries.length === 3)).toBe(true);
  const whole = [...counts.values()].filter((entries) => entries.length === 3).length;
  expect(whole).toBeGreaterThan(100);
  expect(whole).toBeLessThan(300);
});

test("redacts paths and patterns everywhere, and leaves the caller's objects alone", async () => {
  await configure({
    handlers: { memory },
    redact: { paths: ["password", "user.card", "*.token"], patterns: [/\b\d{16}\b/], censor: "***" },
  });
  const fields = {
    password: "p",
    user: { card: "c", name: "n" },
    session: { token: "t" },
    list: [{ text: "4111111111111111" }],
  };

  withContext({ password: "q" }, () => getLogger().info({ ...fields }, "card 4111111111111111"));
  getLogger().error(new Error("card 4111111111111111", { cause: new Error("4111111111111111") }));

  expect(memory.lines.join("")).not.toMatch(/4111111111111111|"[pcqt]"/);
  expect(memory.entries[0]).toMatchObject({
    password: "***",
    user: { card: "***", name: "n" },
    session: { token: "***" },
    message: "card ***",
  });
  expect(fields.password).toBe("p");
});

test("refuses a configuration with mistakes, names every one and keeps what was", async () => {
  const wrong = configure({
    handlers: { memory, odd: {} as Handler },
    loggers: { a: { level: "loud", handlers: ["zz"] }, b: { sampling: 3, buffer: { limit: 0 } } },
    extra: 1,
  } as never);

  await expect(wrong).rejects.toMatchObject({
    name: "ConfigurationError",
    mistakes: [
      { path: "extra" },
      { path: "handlers.odd" },
      { path: "loggers.a.level" },
      { path: "loggers.a.handlers[0]", message: expect.stringContaining("use memory") },
      { path: "loggers.b.sampling" },
      { path: "loggers.b.buffer.limit" },
    ],
  });
  getLogger().info("still");
  expect(memory.entries).toHaveLength(1);
});

function emptyHandler(): Handler {
  const report = { accepted: 0, delivered: 0, rejected: {}, dropped: {}, spooled: 0, pending: 0 };
  return { write: () => {}, flush: async () => report, close: async () => report };
}
