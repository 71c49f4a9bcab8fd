import type { WarmUpConfiguration } from "../log-alarm/types.ts";

/** What an alarm has to see before it may act. */
export interface WarmUp {
  /** When the alarm was created, in milliseconds since the epoch. Updates do not start a warm-up again. */
  readonly createdAt: number;
  /** Milliseconds that N periods span: the window that early data has to fill. */
  readonly windowMs: number;
  /** When the first datapoint came, in milliseconds since the epoch. */
  readonly firstDataAt?: number | null;
}

/**
 * From when on an alarm is evaluated, in milliseconds since the epoch: once the warm-up is over, or, unless it waits for
 * that, once N periods have data; M does not matter. Until then it is in INSUFFICIENT_DATA and IN_WARM_UP and runs no action.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-warm-up.html
 *
 * @param configuration As it is now; changed while the warm-up runs, its length counts from the creation
 */
export function warmUpEnd(configuration: WarmUpConfiguration | undefined, warmUp: WarmUp): number {
  if (!configuration) return warmUp.createdAt;
  const end = warmUp.createdAt + configuration.WarmUpPeriodDurationInMinutes * 60_000;
  const { firstDataAt } = warmUp;
  if (
    configuration.OnlyStartEvaluatingAfterWarmUpPeriodEnds ||
    firstDataAt === undefined ||
    firstDataAt === null
  )
    return end;
  return Math.min(end, Math.max(warmUp.createdAt, firstDataAt) + warmUp.windowMs);
}
