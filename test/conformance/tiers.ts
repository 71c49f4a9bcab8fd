import { describe, expect, test } from "vitest";
import figures from "./figures.json" with { type: "json" };

/** A case of the corpus, as far as running it by tier goes. */
export interface TieredCase {
  readonly id: string;
  readonly name: string;
  readonly tier: number;
}

/** Ids of the cases that are known to fail, by what is tested and tier. */
const KNOWN: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = figures;

/**
 * Tier 1, documented answers, as tests by name. Tier 2, likely ones, and tier 3, disputed ones, as a figure each: what passed must
 * pass, and `figures.json` names what does not.
 */
export function runTiers<Case extends TieredCase>(
  title: string,
  cases: readonly Case[],
  check: (one: Case) => void | Promise<void>,
): void {
  describe(title, () => {
    for (const one of cases.filter(({ tier }) => tier === 1))
      test(`${one.id} ${one.name}`, async () => check(one));

    for (const tier of [2, 3]) {
      const judged = cases.filter((one) => one.tier === tier);
      if (judged.length === 0) continue;
      test(`tier ${tier}: none of ${judged.length} fails that has passed`, async () => {
        const known = KNOWN[title]?.[tier] ?? [];
        const failed: string[] = [];
        for (const one of judged)
          try {
            await check(one);
          } catch {
            failed.push(one.id);
          }
        console.log(`${title}, tier ${tier}: ${judged.length - failed.length}/${judged.length}`, ...failed);
        expect(failed.filter((id) => !known.includes(id))).toEqual([]);
        // What passes now, or is gone, is known to fail no longer.
        expect(known.filter((id) => !failed.includes(id))).toEqual([]);
      });
    }
  });
}
