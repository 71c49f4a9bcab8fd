/** The units in the order in which GetMetricData prefers them when a query names none and values of several are there. */
const PREFERENCE: readonly string[] = [
  ...["Megabits", "Terabits", "Gigabits", "Count", "Bytes", "Gigabytes", "Gigabytes/Second", "Kilobytes"],
  ...["Kilobits/Second", "Terabytes", "Terabits/Second", "Bytes/Second", "Percent", "Megabytes"],
  ...["Megabits/Second", "Milliseconds", "Microseconds", "Kilobytes/Second", "Gigabits/Second"],
  ...["Megabytes/Second", "Bits", "Bits/Second", "Count/Second", "Seconds", "Kilobits"],
  ...["Terabytes/Second", "None"],
];

/** A remark on a query's result, as GetMetricData adds it. */
export interface ResultMessage {
  readonly Code: string;
  readonly Value: string;
}

/** Units in the order in which they are preferred. */
export function byPreference(units: readonly string[]): string[] {
  return [...units].sort((one, other) => PREFERENCE.indexOf(one) - PREFERENCE.indexOf(other));
}

/** What a result says when it holds the values of the first of several units. */
export function multipleUnits(units: readonly string[]): ResultMessage {
  return { Code: "MultipleUnits", Value: `Multiple units returned: '[${units.join(", ")}]'` };
}
