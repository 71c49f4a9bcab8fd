import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  configure,
  getLogger,
  MemoryHandler,
  prettyFormatter,
  type RedactOptions,
  shutdown,
} from "../../lib/index.ts";

let memory: MemoryHandler;
beforeEach(() => {
  memory = new MemoryHandler();
});
afterEach(() => shutdown());

async function entryOf(redact: RedactOptions, fields: object): Promise<Record<string, unknown>> {
  await configure({ handlers: { memory }, redact });
  getLogger().info(fields, "m");
  return memory.entries.at(-1)!;
}

const REDACT = { paths: ["*.token", "token"], censor: "***" };

describe("redaction", () => {
  it("leaves everything else as it would be written", async () => {
    const failed = Object.assign(new Error("outer", { cause: new TypeError("inner") }), {
      token: "s",
      code: 7,
    });
    const fields = {
      holder: {
        token: "s",
        map: new Map<string, unknown>([["a", { b: 1 }]]),
        set: new Set([1, 2]),
        url: new URL("https://shop.example/a?b=c"),
        buffer: Buffer.from("abc"),
        date: new Date(0),
        big: 12n,
      },
      map: new Map([["token", "s"]]),
      failed,
    };
    const { holder, ...written } = await entryOf({}, fields);

    const entry = await entryOf(REDACT, fields);

    expect(entry).toMatchObject({
      holder: { ...(holder as object), token: "***" },
      map: { token: "***" },
      failed: { ...(written["failed"] as object), token: "***" },
    });
    expect(entry["failed"]).toMatchObject({
      name: "Error",
      message: "outer",
      code: 7,
      stack: expect.stringContaining("redaction.test"),
      cause: { name: "TypeError", message: "inner", stack: expect.stringContaining("TypeError: inner") },
    });
    expect(fields.holder.token).toBe("s");
  });

  it("redacts an error's own members and its causes', which stay errors for other formatters", async () => {
    const pretty = new MemoryHandler({ formatter: prettyFormatter({ colors: false }) });
    await configure({
      handlers: { memory, pretty },
      redact: { ...REDACT, paths: [...REDACT.paths, "cause.secret"] },
    });
    const inner = Object.assign(new TypeError("inner"), { token: "s", secret: "s", shown: 1 });
    const outer = Object.assign(new Error("outer", { cause: inner }), {
      request: { token: "s", url: new URL("http://a/") },
    });

    getLogger().error(outer, "failed");

    expect(memory.entries[0]!["error"]).toMatchObject({
      message: "outer",
      request: { token: "***", url: "http://a/" },
      cause: { name: "TypeError", message: "inner", token: "***", secret: "***", shown: 1 },
    });
    expect(pretty.lines[0]).toMatch(/Error: outer\n.*caused by: TypeError: inner\n/s);
    expect(inner.token).toBe("s");
  });

  it("replaces what patterns match in keys too, without losing any", async () => {
    const entry = await entryOf(
      { patterns: [/\b\d{16}\b/], censor: "***" },
      { byCard: { "4111111111111111": 1, "4222222222222222": 2 } },
    );

    expect(entry["byCard"]).toEqual({ "***": 1, "***_": 2 });
  });

  it.each([
    ["(a+)+$", "a"],
    ["(?:a|a)*b", "a"],
    ["([a-z]+)*@", "a"],
    ["(.*)(.*)(.*)(.*)(.*)=secret", "x"],
    ["\\s*\\s*\\s*\\s*;", " "],
    ["(a{0,30}){0,30}c", "a"],
  ])("matches %s in time that grows with the text alone", async (pattern, unit) => {
    const entry = await entryOf(
      { patterns: [pattern, new RegExp(pattern)] },
      { text: `${unit.repeat(5_000)}!` },
    );

    expect(String(entry["text"])).toContain("!");
  });

  it.each<readonly [string | RegExp, string, string]>([
    [/card (\d{4}-){3}\d{4}/, "a card 1234-1234-1234-1234 b", "a *** b"],
    ["Bearer [\\w.-]+", "x Bearer abc.def, y", "x ***, y"],
    [/[\w.+-]+@[\w-]+\.[\w.]+/i, "mail A.b+c@Shop.example now", "mail *** now"],
    [/^secret$/m, "a\nsecret\nb", "a\n***\nb"],
    [/(?<key>pass)word=\S+/, "password=$& end", "*** end"],
    ["\\p{Lu}{3}", "abc ÄÖÜ def", "abc *** def"],
  ])("replaces %s as JavaScript would", async (pattern, text, expected) => {
    const entry = await entryOf({ patterns: [pattern], censor: "***" }, { text });

    expect(entry["text"]).toBe(expected);
  });

  it.each(["(?=x)y", "(a)\\1"])("refuses %s, which only backtracking can match", async (pattern) => {
    await expect(configure({ handlers: { memory }, redact: { patterns: [pattern] } })).rejects.toMatchObject({
      name: "ConfigurationError",
      mistakes: [{ path: "redact.patterns[0]", message: expect.stringContaining("backtracking") }],
    });
  });
});
