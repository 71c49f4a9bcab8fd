import fc from "fast-check";
import { expect, test } from "vitest";
import { patternAnomaly } from "../../lib/analysis/patterns/index.ts";

const count = fc.integer({ min: 0, max: 1_000_000 });

test("the same frequency is never unusual, and what is unusual stays so when there is more of it", () => {
  fc.assert(
    fc.property(count, count, fc.integer({ min: 1, max: 1_000 }), (before, now, more) => {
      expect(before === 0 ? undefined : patternAnomaly({ count: before, before })).toBeUndefined();
      const found = patternAnomaly({ count: now, before });
      if (now > before && found !== undefined)
        expect(patternAnomaly({ count: now + more, before })?.type).toBe(found.type);
    }),
  );
});

test("a few events more or less are not", () => {
  expect(patternAnomaly({ count: 9, before: 2 })).toBeUndefined();
  expect(patternAnomaly({ count: 5, before: 11 })).toBeUndefined();
  expect(patternAnomaly({ count: 1, before: 0 })?.description).toMatch(/^1 event of a pattern/);
});
