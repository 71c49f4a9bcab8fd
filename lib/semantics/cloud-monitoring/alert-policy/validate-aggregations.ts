import { InvalidArgumentError } from "../../cloud-logging/invalid-argument-error.ts";
import { durationSeconds, expectMinutes } from "../duration-seconds.ts";
import { ALIGNERS } from "../time-series/align.ts";
import { REDUCERS, reducesToNumber } from "../time-series/reduce.ts";
import type { Aggregation } from "./types.ts";

const MIN_PERIOD = 60;
const MAX_PERIOD = 90_000;

/** Kind and type of a metric's values, in the words of a metric descriptor. */
export interface MetricForm {
  readonly metricKind: string;
  readonly valueType: string;
}

/**
 * The rules of aligning and reducing, for a metric where its form is known.
 *
 * @throws InvalidArgumentError
 * @see https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies#aggregation
 */
export function validateAggregations(
  aggregations: readonly Aggregation[] = [],
  field: string,
  metric: MetricForm | undefined,
  comparesNumbers: boolean,
): void {
  let form = metric;
  for (const [index, aggregation] of aggregations.entries())
    form = validateAggregation(aggregation, `${field}[${index}]`, form);
  if (comparesNumbers && form?.valueType === "DISTRIBUTION")
    throw new InvalidArgumentError(
      `${field}: a distribution cannot be compared with a number; take a percentile of it`,
      field,
    );
}

function validateAggregation(
  { alignmentPeriod, perSeriesAligner, crossSeriesReducer, groupByFields = [] }: Aggregation,
  field: string,
  form: MetricForm | undefined,
): MetricForm | undefined {
  const aligner = perSeriesAligner && perSeriesAligner !== "ALIGN_NONE" ? perSeriesAligner : undefined;
  const reducer = crossSeriesReducer && crossSeriesReducer !== "REDUCE_NONE" ? crossSeriesReducer : undefined;
  const refuse = (message: string): never => {
    throw new InvalidArgumentError(`${field}: ${message}`, field);
  };
  if (aligner && !Object.hasOwn(ALIGNERS, aligner)) refuse(`there is no aligner ${aligner}`);
  if (reducer && !REDUCERS.includes(reducer)) refuse(`there is no reducer ${reducer}`);
  if (aligner && !alignmentPeriod) refuse(`${aligner} needs an alignment period`);
  if (alignmentPeriod) checkPeriod(alignmentPeriod, `${field}.alignmentPeriod`);
  if (reducer && !aligner) refuse(`${reducer} needs an aligner and an alignment period`);
  if (groupByFields.length > 0 && !reducer)
    refuse("An aggregation cannot have group-by fields without a reducer");
  if (!form) return undefined;
  const rule = aligner ? ALIGNERS[aligner]! : undefined;
  if (rule && (!rule.kinds.includes(form.metricKind) || !rule.values.includes(form.valueType)))
    refuse(`${aligner} does not go with a metric of kind ${form.metricKind} and type ${form.valueType}`);
  const valueType = rule?.output ?? form.valueType;
  return {
    metricKind: aligner === "ALIGN_DELTA" || !aligner ? form.metricKind : "GAUGE",
    valueType: reducer && reducesToNumber(reducer) ? "DOUBLE" : valueType,
  };
}

function checkPeriod(text: string, field: string): void {
  const period = durationSeconds(text, field);
  if (period % 60 !== 0)
    throw new InvalidArgumentError(`${field}: alignment period must be in multiples of one minute`, field);
  expectMinutes(period, field, MIN_PERIOD, MAX_PERIOD);
}
