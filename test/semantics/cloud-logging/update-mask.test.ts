import fc from "fast-check";
import { expect, test } from "vitest";
import { applyUpdateMask } from "../../../lib/semantics/index.ts";

const MEMBERS = ["filter", "description", "options"] as const;
const value = fc.oneof(fc.string(), fc.boolean(), fc.record({ a: fc.string(), b: fc.integer() }));
const resource = fc.dictionary(fc.constantFrom(...MEMBERS, "name"), value, { noNullPrototype: true });

test("a mask changes what it names, and nothing else", () => {
  fc.assert(
    fc.property(resource, resource, fc.subarray([...MEMBERS]), (former, given, mask) => {
      const next = applyUpdateMask(former, given, mask, MEMBERS);

      for (const member of [...MEMBERS, "name"] as const)
        expect(next[member]).toEqual((mask as string[]).includes(member) ? given[member] : former[member]);
    }),
  );
});

test("a path into a member leaves the rest of it as it was", () => {
  const former = { options: { a: "1", b: "2" } };

  expect(applyUpdateMask(former, { options: { a: "3", b: "4" } }, ["options.a"], MEMBERS)).toEqual({
    options: { a: "3", b: "2" },
  });
});

test.each(["name", "nope", "nope.filter", ""])("a mask that names %j is refused", (path) => {
  expect(() => applyUpdateMask({}, {}, [path], MEMBERS)).toThrow(
    expect.objectContaining({ name: "InvalidArgumentError" }),
  );
});
