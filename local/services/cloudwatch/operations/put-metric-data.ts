import {
  METRIC_DATUM_MAX_VALUES,
  METRIC_MAX_AGE_MS,
  METRIC_MAX_FUTURE_MS,
  METRIC_NAME_MAX_LENGTH,
  METRIC_VALUE_MAX_MAGNITUDE,
  PUT_METRIC_DATA_MAX_METRICS,
} from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import type { MetricSample } from "../metric-store.ts";
import type { CloudWatch } from "../state.ts";
import {
  checkUnit,
  type Dimension,
  invalidCombination,
  invalidValue,
  missing,
  readDimensions,
  readTimestamp,
  type Timestamp,
} from "../validation.ts";

interface MetricDatum {
  readonly MetricName: string;
  readonly Dimensions?: readonly Dimension[] | undefined;
  readonly Timestamp?: Timestamp | undefined;
  readonly Value?: number | undefined;
  readonly Values?: readonly number[] | undefined;
  readonly Counts?: readonly number[] | undefined;
  readonly StatisticValues?:
    | undefined
    | {
        readonly SampleCount: number;
        readonly Sum: number;
        readonly Minimum: number;
        readonly Maximum: number;
      };
  readonly Unit?: string | undefined;
  readonly StorageResolution?: number | undefined;
}

interface PutMetricDataInput {
  readonly Namespace: string;
  readonly MetricData?: readonly MetricDatum[];
  readonly EntityMetricData?: readonly { readonly MetricData?: readonly MetricDatum[] }[];
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
export function putMetricData(input: PutMetricDataInput, { state: { metrics }, cloud }: Call<CloudWatch>) {
  const data = [
    ...(input.MetricData ?? []),
    ...(input.EntityMetricData ?? []).flatMap(({ MetricData = [] }) => MetricData),
  ];
  if (data.length === 0) throw missing("MetricData");
  if (data.length > PUT_METRIC_DATA_MAX_METRICS)
    throw invalidValue(
      `The collection MetricData must not have a size greater than ${PUT_METRIC_DATA_MAX_METRICS}.`,
    );
  const now = cloud.clock.now();
  const samples = data.map((datum, index) => {
    return { ...sampleOf(datum, `MetricData.member.${index + 1}`, now), namespace: input.Namespace };
  });
  for (const sample of samples) metrics.record(sample);
  return {};
}

function sampleOf(datum: MetricDatum, at: string, now: number): Omit<MetricSample, "namespace"> {
  const { MetricName, Value, Values, Counts, StatisticValues, Unit, StorageResolution = 60 } = datum;
  if (!MetricName) throw missing(`${at}.MetricName`);
  if (MetricName.length > METRIC_NAME_MAX_LENGTH)
    throw invalidValue(`The parameter ${at}.MetricName is longer than ${METRIC_NAME_MAX_LENGTH} characters.`);
  checkUnit(Unit, `${at}.Unit`);
  if (StorageResolution !== 1 && StorageResolution !== 60)
    throw invalidValue(`The parameter ${at}.StorageResolution must be a value in the set [ 1, 60 ].`);
  const given = { Value, Values: Values?.length ? Values : undefined, StatisticValues };
  checkExclusive(given, at);
  if (Counts && Counts.length !== Values?.length)
    throw invalidValue(`The parameters ${at}.Values and ${at}.Counts must be of the same size.`);
  if (Values && Values.length > METRIC_DATUM_MAX_VALUES)
    throw invalidValue(
      `The collection ${at}.Values must not have a size greater than ${METRIC_DATUM_MAX_VALUES}.`,
    );
  if (Value !== undefined) checkNumber(Value, `${at}.Value`);
  Values?.forEach((number, index) => {
    checkNumber(number, `${at}.Values.member.${index + 1}`);
  });
  for (const [name, number] of Object.entries(StatisticValues ?? {}))
    checkNumber(number, `${at}.StatisticValues.${name}`);
  for (const count of Counts ?? [])
    if (!(typeof count === "number" && count >= 0))
      throw invalidValue(`The parameter ${at}.Counts must hold numbers from 0.`);
  if (StatisticValues) checkStatisticValues(StatisticValues, at);
  return {
    metricName: MetricName,
    dimensions: readDimensions(datum.Dimensions, `${at}.Dimensions`),
    timestamp: timeOf(datum.Timestamp, at, now),
    value: Value,
    values: Values?.length ? Values : undefined,
    counts: Counts,
    statistics: StatisticValues && {
      sampleCount: StatisticValues.SampleCount,
      sum: StatisticValues.Sum,
      minimum: StatisticValues.Minimum,
      maximum: StatisticValues.Maximum,
    },
    unit: Unit,
    storageResolution: StorageResolution,
  };
}

/** A single value excludes the other forms; a list and a summary may come together, and then both count. */
function checkExclusive(
  { Value, ...others }: Pick<MetricDatum, "Value" | "Values" | "StatisticValues">,
  at: string,
): void {
  const given = (["Values", "StatisticValues"] as const).filter((name) => others[name] !== undefined);
  if (Value === undefined && given.length === 0)
    throw invalidCombination(
      `At least one of the parameters ${at}.Value and ${at}.StatisticValues must be specified.`,
    );
  if (Value !== undefined && given[0])
    throw invalidCombination(
      `The parameters ${at}.Value and ${at}.${given[0]} are mutually exclusive and you have specified both.`,
    );
}

function timeOf(timestamp: Timestamp | undefined, at: string, now: number): number {
  const time = timestamp === undefined ? now : readTimestamp(timestamp, `${at}.Timestamp`);
  if (time < now - METRIC_MAX_AGE_MS)
    throw invalidValue(
      `The parameter ${at}.Timestamp must specify a time no more than two weeks in the past.`,
    );
  if (time > now + METRIC_MAX_FUTURE_MS)
    throw invalidValue(
      `The parameter ${at}.Timestamp must specify a time no more than two hours in the future.`,
    );
  return time;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
function checkNumber(value: unknown, name: string): void {
  if (typeof value !== "number" || !Number.isFinite(value) || Math.abs(value) > METRIC_VALUE_MAX_MAGNITUDE)
    throw invalidValue(`The value ${String(value)} for parameter ${name} is invalid.`);
}

function checkStatisticValues(values: NonNullable<MetricDatum["StatisticValues"]>, at: string): void {
  for (const name of ["SampleCount", "Sum", "Minimum", "Maximum"] as const)
    if (values[name] === undefined) throw missing(`${at}.StatisticValues.${name}`);
  if (values.SampleCount < 0)
    throw invalidValue(`The parameter ${at}.StatisticValues.SampleCount must not be negative.`);
  if (values.Minimum > values.Maximum)
    throw invalidValue(`The parameter ${at}.StatisticValues.Minimum must not be larger than Maximum.`);
}
