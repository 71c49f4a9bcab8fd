import type { Context } from "./context.ts";
import type { Sampling } from "./settings.ts";

/** Keeps a share of the units of work, and of the records that belong to none. */
export class UnitSampling implements Sampling {
  readonly #rate: number;
  readonly #below: number;

  /**
   * @param rate share from 0 to 1 that is kept
   * @param below records at or above this level are always kept
   */
  constructor(rate: number, below: number) {
    this.#rate = rate;
    this.#below = below;
  }

  drops(level: number, context: Context | undefined): boolean {
    if (level >= this.#below) return false;
    return (context === undefined ? Math.random() : context.unit.sample) >= this.#rate;
  }
}
