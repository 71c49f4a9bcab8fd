import fc from "fast-check";
import { expect, test } from "vitest";
import { SubstringSearch } from "../../../lib/semantics/pattern/substring-search.ts";

const text = (maximum: number) =>
  fc.string({ unit: fc.constantFrom("a", "b", "c", "é", "😀"), maxLength: maximum });
const needles = fc.uniqueArray(
  text(4).filter((needle) => needle !== ""),
  { maxLength: 12 },
);

test("finds exactly the needles that the text includes", () => {
  fc.assert(
    fc.property(needles, text(30), (sought, haystack) => {
      const search = new SubstringSearch<string>();
      for (const needle of sought) search.add(needle, needle);

      const found = new Set(search.search(haystack).flat());

      expect([...found].sort()).toEqual(sought.filter((needle) => haystack.includes(needle)).sort());
    }),
    { numRuns: 3_000 },
  );
});

test("finds needles with a common beginning wherever they stand", () => {
  const search = new SubstringSearch<number>();
  for (let index = 0; index < 20; index++) search.add(`order ${index}`, index);

  const found = search.search("reorder 1, order 17; order");

  expect([...new Set(found.flat())].sort((left, right) => left - right)).toEqual([1, 17]);
});

test("finds more needles than a table would hold", () => {
  const search = new SubstringSearch<number>();
  for (let index = 0; index < 1_100; index++) search.add(String.fromCharCode(0x4e00 + index), index);

  expect(search.search("\u4e07 and \u4e09").flat()).toEqual([7, 9]);
});
