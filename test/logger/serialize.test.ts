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
    date: null,
    symbol: "Symbol(name)",
    bytes: "[Buffer of 3 bytes]",
    notANumber: null,
    cycle: { a: 1, self: "[Circular]" },
    twice: [{ s: 1 }, { s: 1 }],
    bad: "[Throws: no]",
    json: "[Throws: never]",
    itself: { x: 1, toJSON: undefined },
  });
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
