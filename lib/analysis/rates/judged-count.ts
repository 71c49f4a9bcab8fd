import type { CountModel, CountModelOptions } from "./count-model.ts";
import type { Judgement } from "./judgement.ts";

/** How a window of a group is taken. */
export interface WindowContext {
  /** Start of the window, epoch milliseconds. */
  readonly start: number;
  /** False while learning or muted. */
  readonly judged: boolean;
  /** Whether what comes is taken as the new usual. */
  readonly muted: boolean;
  /** Factor on how many deviations are needed. */
  readonly caution: number;
}

/** Takes a count into its model; muted, as the level that it has from now on. */
export function judgedCount(
  model: CountModel,
  count: number,
  { start, muted, caution }: WindowContext,
  { judged, ...options }: Omit<CountModelOptions, "caution"> & { readonly judged: boolean },
): Judgement | undefined {
  const judgement = model.observe(start, count, judged, { ...options, caution });
  if (muted) model.relearn(start, count);
  return judgement;
}
