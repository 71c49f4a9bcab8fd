import fc from "fast-check";
import { expect } from "vitest";
import { compileLoggingFilter } from "../../../../lib/semantics/cloud-logging/filter/compile.ts";
import type { LogEntry } from "../../../../lib/semantics/cloud-logging/log-entry.ts";
import corpus from "../../../conformance/filters-2.json" with { type: "json" };
import { runTiers, type TieredCase } from "../../../conformance/tiers.ts";

interface Case extends TieredCase {
  readonly query: string;
  readonly entryRef?: keyof typeof corpus.entries;
  readonly entry?: LogEntry;
  readonly matches?: boolean;
  readonly valid?: boolean;
  readonly property?: string;
}

const ids = fc.string({ minLength: 1, maxLength: 30 });
const fractions = fc.integer({ min: 1, max: 1000 }).map((thousandths) => thousandths / 1000);
const taken = (insertId: string, fraction: number, rest: LogEntry = {}): boolean =>
  compileLoggingFilter(`sample(insertId, ${fraction})`).matches({ ...rest, insertId });

/** Cases that state a property instead of an entry. */
const PROPERTIES: Readonly<Record<string, () => void>> = {
  F0227: () =>
    fc.assert(
      fc.property(ids, fractions, fc.string(), (id, fraction, textPayload) => {
        expect(taken(id, fraction, { textPayload, severity: "ERROR" })).toBe(taken(id, fraction));
      }),
    ),
  F0228: () =>
    fc.assert(
      fc.property(ids, fractions, fractions, (id, one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        expect(taken(id, less) && !taken(id, more)).toBe(false);
      }),
    ),
  F0229: () => {
    const sample = compileLoggingFilter("sample(insertId, 0.25)");
    const random = fc.sample(fc.uuid(), { numRuns: 10_000, seed: 7 });
    const share = random.filter((insertId) => sample.matches({ insertId })).length;
    expect(share).toBeGreaterThan(2_300);
    expect(share).toBeLessThan(2_700);
  },
};

runTiers("Cloud Logging queries, part 2", corpus.cases as readonly TieredCase[] as readonly Case[], (one) => {
  if (one.property !== undefined) {
    PROPERTIES[one.id]!();
    return;
  }
  if (one.valid === false) {
    expect(() => compileLoggingFilter(one.query)).toThrow(
      expect.objectContaining({ name: "LoggingFilterSyntaxError" }),
    );
    return;
  }
  const filter = compileLoggingFilter(one.query);
  if (one.matches === undefined) return;
  const entry = one.entry ?? (corpus.entries[one.entryRef!] as unknown as LogEntry);
  expect(filter.matches(entry)).toBe(one.matches);
});
