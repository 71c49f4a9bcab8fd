import type { LineBlock } from "./line-block.ts";
import type { ReadingReport } from "./reading-report.ts";

/** What the thread is asked for. */
export interface ThreadTask {
  readonly paths: readonly string[];
  readonly timestampFormat: string | undefined;
  readonly zone: string | undefined;
  readonly keepStray: boolean | undefined;
}

/** What the thread says. `read` is the number of bytes that were read since it said something last. */
export type FromThread =
  | { readonly type: "block"; readonly block: LineBlock; readonly read: number }
  | { readonly type: "end"; readonly report: ReadingReport }
  | { readonly type: "failed"; readonly name: string; readonly message: string };

/** So many blocks may be on their way. */
export const MOST_UNDERWAY = 32;
/** They are said to be taken by so many. */
export const TAKEN_BY = 8;
