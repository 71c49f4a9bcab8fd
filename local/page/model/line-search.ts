import type { ControlAnswers } from "../../control/answers.ts";
import { send } from "./api.ts";
import { type LookBack, searchedRange } from "./time-range.ts";

export type FoundInAllSources = ControlAnswers["POST lines"] & {
  /** The range that was searched, in milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
};

/** One pattern over every source, or over one; the newest first. */
export async function searchLines(
  source: string,
  pattern: string,
  range: LookBack,
): Promise<FoundInAllSources> {
  const { from, to } = searchedRange(range);
  const found = await send<ControlAnswers["POST lines"]>("POST", "lines", { source, pattern, from, to });
  return { ...found, from, to };
}
