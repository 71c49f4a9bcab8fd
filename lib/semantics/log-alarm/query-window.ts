/** The offsets of a schedule, in seconds. */
export interface QueryWindowOffsets {
  readonly startTimeOffset: number;
  /** @default 0 */
  readonly endTimeOffset?: number | null;
}

/**
 * What a run that is due at a time queries, milliseconds since the epoch.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ScheduleConfiguration.html
 */
export function queryWindow(
  scheduledAt: number,
  { startTimeOffset, endTimeOffset }: QueryWindowOffsets,
): { readonly start: number; readonly end: number } {
  return {
    start: scheduledAt - startTimeOffset * 1000,
    end: scheduledAt - (endTimeOffset ?? 0) * 1000,
  };
}
