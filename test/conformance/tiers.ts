import { describe, test } from "vitest";

/** A case of the corpus, as far as running it by tier goes. */
export interface TieredCase {
  readonly id: string;
  readonly name: string;
  readonly tier: number;
}

/** Tier 1 as tests by name; tier 2 as a printed figure; tier 3 is not run. */
export function runTiers<Case extends TieredCase>(
  title: string,
  cases: readonly Case[],
  check: (one: Case) => void | Promise<void>,
): void {
  describe(title, () => {
    for (const one of cases.filter(({ tier }) => tier === 1))
      test(`${one.id} ${one.name}`, async () => check(one));

    test("tier 2 figure", async () => {
      const likely = cases.filter(({ tier }) => tier === 2);
      const failed: string[] = [];
      for (const one of likely)
        try {
          await check(one);
        } catch {
          failed.push(one.id);
        }
      console.log(`${title} tier 2: ${likely.length - failed.length}/${likely.length}`, ...failed);
    });
  });
}
