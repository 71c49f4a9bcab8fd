import type { Fields } from "./context.ts";

/** Which records of whole requests or invocations are kept, decided at their end: failures and slow ones always. */
export interface TailSampling {
  /** Share from 0 to 1 that is kept of what neither fails nor is slow. */
  readonly rate: number;
  /** Milliseconds from which on one counts as slow. @default none is */
  readonly slowMs?: number | undefined;
  /** Keeps further ones, by the fields of their record. @default none */
  readonly keep?: ((fields: Fields) => boolean) | undefined;
}

/** What a decision is made of. */
export interface Ended {
  readonly isFailure: boolean;
  readonly durationMs: number;
  /** The unit of work's number from 0 to 1. */
  readonly sample: number;
  readonly fields: Fields;
}

/** Whether the record of something that ended is written: false, true, or by chance the rate, which tells how many it stands for. */
export function isKept(sampling: TailSampling | undefined, ended: Ended): boolean | number {
  if (sampling === undefined || ended.isFailure) return true;
  const { rate, slowMs, keep } = sampling;
  if (slowMs !== undefined && ended.durationMs >= slowMs) return true;
  if (rate >= 1 || keepsBy(keep, ended.fields)) return true;
  return ended.sample < rate && rate;
}

function keepsBy(keep: TailSampling["keep"], fields: Fields): boolean {
  try {
    return keep?.(fields) === true;
  } catch {
    // Whoever cannot decide keeps.
    return true;
  }
}

/** What is wrong with the options, in words; undefined if nothing is. */
export function samplingMistake(sampling: TailSampling | undefined): string | undefined {
  if (sampling === undefined) return undefined;
  const { rate, slowMs, keep } = sampling;
  if (!(rate >= 0 && rate <= 1)) return `sampling.rate: expected a share from 0 to 1, got ${String(rate)}`;
  if (slowMs !== undefined && !(Number.isFinite(slowMs) && slowMs >= 0))
    return `sampling.slowMs: expected milliseconds from 0, got ${String(slowMs)}`;
  return keep === undefined || typeof keep === "function"
    ? undefined
    : "sampling.keep: expected a function of the fields";
}
