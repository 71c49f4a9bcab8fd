import { execFileSync } from "node:child_process";
import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { Readable } from "node:stream";
import fc from "fast-check";
import { expect, test } from "vitest";
import { serializeValue } from "../../lib/logger/serialize.ts";

test("equals JSON.stringify for everything JSON can hold", () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false } as never), (value) => {
      expect(serializeValue(value)).toBe(JSON.stringify(value));
    }),
    { numRuns: 2000 },
  );
});

test("equals JSON.stringify for any text, lone surrogates included", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
      (text) => {
        expect(serializeValue(text)).toBe(JSON.stringify(text));
      },
    ),
    { numRuns: 2000 },
  );
});

test("gives well-formed JSON or nothing for any value at all", () => {
  const anything = fc.anything({
    withBigInt: true,
    withBoxedValues: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withNullPrototype: true,
    withObjectString: true,
    withSparseArray: true,
    withTypedArray: true,
  });
  fc.assert(
    fc.property(anything, (value) => {
      const text = serializeValue(value);
      if (text !== undefined) JSON.parse(text);
    }),
    { numRuns: 3000 },
  );
});

test("writes what JSON cannot hold", () => {
  const cycle: Record<string, unknown> = { a: 1 };
  cycle["self"] = cycle;
  const shared = { s: 1 };
  const value = {
    big: 12345678901234567890n,
    map: new Map<unknown, unknown>([["k", { v: 1 }]]),
    set: new Set([1, "two"]),
    date: new Date(Number.NaN),
    symbol: Symbol("name"),
    bytes: Buffer.from("abc"),
    notANumber: Number.NaN,
    nothing: undefined,
    call: () => 1,
    cycle,
    twice: [shared, shared],
    get bad(): never {
      throw new Error("no");
    },
    json: {
      toJSON(): never {
        throw new Error("never");
      },
    },
    itself: {
      x: 1,
      toJSON(): unknown {
        return this;
      },
    },
  };

  const result = JSON.parse(serializeValue(value) as string);

  expect(result).toEqual({
    big: "12345678901234567890",
    map: { k: { v: 1 } },
    set: [1, "two"],
    date: "Invalid Date",
    symbol: "Symbol(name)",
    bytes: "[Buffer of 3 bytes]",
    notANumber: "NaN",
    cycle: { a: 1, self: "[Circular]" },
    twice: [{ s: 1 }, { s: 1 }],
    bad: "[Throws: no]",
    json: "[Throws: never]",
    itself: { x: 1, toJSON: undefined },
  });
});

test("writes an error with a toJSON of its own with name, stack and what that gives, wherever it stands", () => {
  class HttpError extends Error {
    override readonly name = "HttpError";
    status = 500;
    secret = "s";
    toJSON(): object {
      return { status: this.status, message: this.message };
    }
  }
  const failed = new HttpError("db down", { cause: new Error("socket") });
  const odd = Object.assign(new Error("odd"), { toJSON: () => "text" });
  const bad = Object.assign(new Error("bad"), {
    toJSON: () => {
      throw new Error("no");
    },
  });

  const [nested, text, thrown] = [failed, odd, bad].map(
    (error) => JSON.parse(serializeValue({ cause: error }) as string).cause as Record<string, unknown>,
  );

  expect(nested).toEqual({
    name: "HttpError",
    status: 500,
    message: "db down",
    stack: expect.stringContaining("HttpError"),
    cause: expect.objectContaining({ message: "socket" }),
  });
  expect(text).toMatchObject({ name: "Error", message: "odd", json: "text" });
  expect(thrown).toMatchObject({ name: "Error", message: "bad", stack: expect.any(String) });
});

test("writes objects of the platform in a form that can be read", () => {
  const value = {
    numbers: [Number.NaN, Number.POSITIVE_INFINITY, -Number.POSITIVE_INFINITY],
    pattern: /a+\/b/giu,
    url: new URL("https://shop.example/a?b=c"),
    search: new URLSearchParams({ a: "1", b: "ü" }),
    headers: new Headers([
      ["accept", "text/html"],
      ["set-cookie", "a=1"],
      ["set-cookie", "b=2"],
    ]),
    request: new Request("https://shop.example/pay", {
      method: "POST",
      headers: { "x-id": "7" },
      body: "{}",
    }),
    response: new Response("no", { status: 503, headers: { "retry-after": "1" } }),
    floats: new Float64Array([1.5, Number.NaN]),
    big: new BigInt64Array([1n]),
    many: new Uint16Array(1_000),
    bytes: new Uint8Array(3),
    buffer: new ArrayBuffer(8),
    blob: new Blob(["abc"]),
    promise: Promise.resolve(1),
    webStream: new ReadableStream(),
    stream: Readable.from(["a"]),
    incoming: Object.assign(new IncomingMessage(new Socket()), { method: "GET", url: "/x" }),
  };

  const result = JSON.parse(serializeValue(value) as string);

  expect(result).toEqual({
    numbers: ["NaN", "Infinity", "-Infinity"],
    pattern: "/a+\\/b/giu",
    url: "https://shop.example/a?b=c",
    search: "a=1&b=%C3%BC",
    headers: { accept: "text/html", "set-cookie": ["a=1", "b=2"] },
    request: {
      method: "POST",
      url: "https://shop.example/pay",
      headers: { "content-type": "text/plain;charset=UTF-8", "x-id": "7" },
    },
    response: { status: 503, headers: { "content-type": "text/plain;charset=UTF-8", "retry-after": "1" } },
    floats: [1.5, "NaN"],
    big: ["1"],
    many: [...Array.from({ length: 100 }, () => 0), "[900 more]"],
    bytes: "[Uint8Array of 3 bytes]",
    buffer: "[ArrayBuffer of 8 bytes]",
    blob: "[Blob of 3 bytes]",
    promise: "[Promise]",
    webStream: "[ReadableStream]",
    stream: "[Readable]",
    incoming: { method: "GET", url: "/x", headers: {} },
  });
});

test("dates and durations of Temporal are their text", () => {
  const source = new URL("../../lib/logger/serialize.ts", import.meta.url).href;
  const code = `import { serializeValue } from ${JSON.stringify(source)};
    process.stdout.write(serializeValue({
      at: Temporal.Instant.from("2026-01-02T03:04:05Z"), day: Temporal.PlainDate.from("2026-01-02"), lasts: Temporal.Duration.from("PT1H"),
    }));`;

  const text = execFileSync(process.execPath, ["--harmony-temporal", "--input-type=module", "-e", code], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });

  expect(JSON.parse(text)).toEqual({ at: "2026-01-02T03:04:05Z", day: "2026-01-02", lasts: "PT1H" });
});

test("survives hostile proxies, endless depth and huge values", () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  let deep: object = {};
  for (let level = 0; level < 10_000; level += 1) deep = { deep };

  const texts = [proxy, { proxy }, deep, { list: Array.from({ length: 200_000 }, () => ({ a: 1 })) }].map(
    serializeValue,
  );

  for (const text of texts) expect(() => JSON.parse(text as string)).not.toThrow();
  expect((texts[3] as string).length).toBeLessThan(1_000_000);
});
