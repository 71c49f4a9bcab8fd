/** The periods of a PromQL alarm, in seconds. */
export interface PromqlPeriods {
  /** How long a series is returned without a gap before it is in ALARM. */
  readonly pendingPeriod: number;
  /** How long it is not returned before it is OK again. */
  readonly recoveryPeriod: number;
}

/** One series of a PromQL alarm. */
export interface PromqlContributor {
  readonly state: "OK" | "ALARM";
  /** Since when it is returned, or not, without a break, in seconds; undefined before the first evaluation. */
  readonly since: number | undefined;
  readonly returned: boolean;
}

/** A contributor that was not seen before. */
export const NEW_PROMQL_CONTRIBUTOR: PromqlContributor = { state: "OK", since: undefined, returned: false };

/**
 * The next evaluation of one series.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-promql.html
 *
 * @param now Seconds
 */
export function evaluatePromqlContributor(
  before: PromqlContributor,
  returned: boolean,
  now: number,
  { pendingPeriod, recoveryPeriod }: PromqlPeriods,
): PromqlContributor {
  const since = before.since === undefined || before.returned !== returned ? now : before.since;
  const lasted = now - since;
  const state = returned
    ? before.state === "ALARM" || lasted >= pendingPeriod
      ? "ALARM"
      : "OK"
    : before.state === "ALARM" && lasted < recoveryPeriod
      ? "ALARM"
      : "OK";
  return { state, since, returned };
}
