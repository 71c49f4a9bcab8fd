import { type Judgement, scoreOf } from "./judgement.ts";
import type { WindowCounts } from "./window-counts.ts";

const MIN_ARRIVALS = 30;
const ARRIVAL_SHARE = 0.25;
/** How much one window says about what is usual. */
const FOLLOW = 0.005;

/** How many events of a group come late, or from the future, and when that is more than usual. */
export class ArrivalWatch {
  #usual = { late: 0, future: 0 };
  #until = { late: 0, future: 0 };
  readonly #quietMs: number;

  /** @param quietMs milliseconds after the last unusual window in which another is the same news */
  constructor(quietMs: number) {
    this.#quietMs = quietMs;
  }

  /** @param usual how many events of all kinds a window has */
  judge(
    window: WindowCounts,
    {
      judged,
      caution,
      usual,
    }: { readonly judged: boolean; readonly caution: number; readonly usual: number },
  ): Judgement[] {
    const judgements: Judgement[] = [];
    for (const kind of ["late", "future"] as const) {
      const seen = window[kind];
      const before = this.#usual[kind];
      const limit = Math.max(MIN_ARRIVALS, ARRIVAL_SHARE * usual, 10 * before) * caution;
      if (seen >= limit) {
        if (judged && window.start >= this.#until[kind]) {
          const expected = { low: 0, middle: before, high: Math.max(before * 3, 1) };
          judgements.push({ kind, seen, expected, score: scoreOf((4 * seen) / limit, 4) });
        }
        this.#until[kind] = window.start + this.#quietMs;
      }
      this.#usual[kind] += FOLLOW * (seen - before);
    }
    return judgements;
  }

  /** What is usual of both kinds, and until when each is no news. */
  store(): readonly [number, number, number, number] {
    return [this.#usual.late, this.#usual.future, this.#until.late, this.#until.future];
  }

  /** Takes back what was stored. */
  restore([late, future, lateUntil, futureUntil]: readonly [number, number, number, number]): void {
    this.#usual = { late, future };
    this.#until = { late: lateUntil, future: futureUntil };
  }
}
