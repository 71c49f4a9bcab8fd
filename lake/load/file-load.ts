import type { Contract } from "cumulog/analysis";
import type { InFlight } from "./in-flight.ts";
import type { LoadCount } from "./result.ts";
import type { RowWriter } from "./rows.ts";
import type { Staging } from "./staging.ts";

/** What loading a file works with. */
export interface FileLoad {
  readonly staging: Staging;
  readonly writer: RowWriter;
  readonly contract: Contract;
  readonly count: LoadCount;
  readonly inFlight: InFlight;
  /** Name or pattern of the times of lines. */
  readonly timestampFormat: string | undefined;
  readonly onRead: ((bytes: number) => void) | undefined;
  readonly signal: AbortSignal | undefined;
}
