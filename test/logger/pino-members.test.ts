import { beforeEach, describe, expect, test } from "vitest";
import { configure } from "../../lib/config/configure.ts";
import { MemoryHandler } from "../../lib/handlers/memory.ts";
import { getLogger } from "../../lib/logger/logger.ts";

let memory: MemoryHandler;
beforeEach(async () => {
  memory = new MemoryHandler();
  await configure({ handlers: { memory }, loggers: { "": { level: "info" } } });
});

describe("what libraries written for pino ask of a logger", () => {
  test("a change of the level is told, once, and not without a change", () => {
    const log = getLogger("pino.level");
    const told: unknown[] = [];
    log.on("level-change", (...values) => told.push(values));

    log.level = "debug";
    log.level = "debug";
    log.removeAllListeners("level-change");
    log.level = "warn";

    expect(told).toEqual([["debug", 20, "info", 30, log]]);
  });

  test("onChild is called with each child, and theirs", () => {
    const log = getLogger("pino.child").child({});
    const seen: object[] = [];
    log.onChild = (child) => seen.push(child);

    const child = log.child({ a: 1 });
    const grandchild = child.child({ b: 2 });

    expect(seen).toEqual([child, grandchild]);
    expect(seen[1]).toBe(grandchild);
  });

  test("a child's custom levels are methods that follow the level", () => {
    const log = getLogger("pino.custom").child({ a: 1 }, { customLevels: { audit: 35, detail: 25 } });

    log.audit({ b: 2 }, "kept");
    log.detail("dropped");

    expect(memory.entries).toMatchObject([{ message: "kept", level: "INFO", a: 1, b: 2 }]);
  });

  test("tells its prefix and the version whose calls it follows", () => {
    const log = getLogger("pino.rest");

    expect(log.msgPrefix).toBeUndefined();
    expect(log.child({}, { msgPrefix: "[a] " }).child({}, { msgPrefix: "b " }).msgPrefix).toBe("[a] b ");
    expect(log.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(log.useOnlyCustomLevels).toBe(false);
  });
});
