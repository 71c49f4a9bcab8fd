/** Lengths of time that charts and searches look back, in milliseconds. */
export const SPANS: readonly (readonly [milliseconds: number, label: string])[] = [
  [900_000, "15 min"],
  [3_600_000, "1 h"],
  [10_800_000, "3 h"],
  [43_200_000, "12 h"],
  [86_400_000, "1 d"],
  [604_800_000, "7 d"],
  [1_209_600_000, "14 d"],
];
