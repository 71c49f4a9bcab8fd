/** A value with the interval in which the true one lies with 95 % confidence. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Of the normal distribution, for 95 %. */
const Z = 1.959_964;

/** Wilson's interval of a rate. https://www.itl.nist.gov/div898/handbook/prc/section2/prc241.htm */
export function rateOf(hits: number, of: number): Estimate {
  if (of === 0) return { value: 0, low: 0, high: 1 };
  const rate = hits / of;
  const denominator = 1 + Z ** 2 / of;
  const middle = (rate + Z ** 2 / (2 * of)) / denominator;
  const half = (Z * Math.sqrt((rate * (1 - rate)) / of + Z ** 2 / (4 * of ** 2))) / denominator;
  return { value: rate, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/**
 * Ranks, from 1, of the values that stand for a quantile and for the ends of its interval. Nothing is assumed of how the values
 * are spread. https://www.itl.nist.gov/div898/handbook/prc/section2/prc252.htm
 */
export function ranksOf(quantile: number, count: number): { value: number; low: number; high: number } {
  const half = Z * Math.sqrt(count * quantile * (1 - quantile));
  const within = (rank: number) => Math.min(count, Math.max(1, rank));
  return {
    value: within(Math.ceil(count * quantile)),
    low: within(Math.floor(count * quantile - half)),
    high: within(Math.ceil(count * quantile + half) + 1),
  };
}

/** The rates differ when Newcombe's interval of their difference has no zero in it. https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8%3C873::AID-SIM779%3E3.0.CO;2-I */
export function rateDifference(
  before: Estimate,
  after: Estimate,
): { readonly low: number; readonly high: number } {
  const difference = after.value - before.value;
  return {
    low: difference - Math.hypot(after.value - after.low, before.high - before.value),
    high: difference + Math.hypot(after.high - after.value, before.value - before.low),
  };
}
