import {
  EMIT_SYSTEM_FIELDS,
  FIELD_SELECTION_CRITERIA_MAX_LENGTH,
  FILTER_PATTERN_MAX_LENGTH,
  LOG_GROUP_MAX_REGEX_FILTERS,
  METRIC_FILTER_MAX_DIMENSIONS,
  METRIC_FILTER_MAX_TRANSFORMATIONS,
  METRIC_FILTER_NAME_MAX_LENGTH,
  METRIC_FILTER_VALUE_MAX_LENGTH,
  METRIC_FILTERS_PER_LOG_GROUP,
  METRIC_UNITS,
} from "../limits.ts";
import { Constraints } from "../log-events/constraints.ts";
import { constrainFilterName } from "../log-events/names.ts";
import { InvalidParameterException, LimitExceededException } from "../log-events/service-errors.ts";
import { type CompiledPattern, compilePattern } from "../pattern/compile-pattern.ts";
import { PatternSyntaxError } from "../pattern/pattern-syntax-error.ts";
import { compileSelector } from "../pattern/selector.ts";
import type { MetricFilterInput, MetricTransformation } from "./types.ts";

/** A filter that the log group has already. */
export interface ExistingFilter {
  readonly filterName: string;
  readonly filterPattern: string;
}

const METRIC_NAME = /^[^:*$]*$/;
/** The API reference forbids the colon too, but the service takes it, as the concepts page says of any namespace. */
const NAMESPACE = /^[^*$]*$/;
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * Every rule that PutMetricFilter enforces.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html
 *
 * @param existing The group's metric filters; one of the same name is replaced.
 * @throws InvalidParameterException for a malformed input, with the PatternSyntaxError as its cause if that is why
 * @throws LimitExceededException when the group has no room for another filter.
 */
export function validateMetricFilter(
  input: MetricFilterInput,
  existing: readonly ExistingFilter[] = [],
): void {
  constrain(input);
  const pattern = compiled(input.filterPattern);
  const emitted = input.emitSystemFieldDimensions?.length ?? 0;
  for (const transformation of input.metricTransformations)
    checkTransformation(transformation, pattern, emitted);

  const others = existing.filter(({ filterName }) => filterName !== input.filterName);
  if (others.length >= METRIC_FILTERS_PER_LOG_GROUP) throw new LimitExceededException();
  const withRegex = others.filter(({ filterPattern }) => compiled(filterPattern).regexCount > 0).length;
  if (pattern.regexCount > 0 && withRegex >= LOG_GROUP_MAX_REGEX_FILTERS) throw new LimitExceededException();
}

function constrain(input: MetricFilterInput): void {
  const constraints = new Constraints();
  constrainFilterName(constraints, input.filterName);
  if (constraints.present("filterPattern", input.filterPattern)) {
    constraints.length("filterPattern", input.filterPattern, 0, FILTER_PATTERN_MAX_LENGTH);
  }
  if (constraints.present("metricTransformations", input.metricTransformations)) {
    constraints.length(
      "metricTransformations",
      input.metricTransformations,
      1,
      METRIC_FILTER_MAX_TRANSFORMATIONS,
    );
    for (const [index, one] of input.metricTransformations.entries()) {
      constrainTransformation(constraints, one, `metricTransformations.${index + 1}.member`);
    }
  }
  constraints.length(
    "fieldSelectionCriteria",
    input.fieldSelectionCriteria,
    0,
    FIELD_SELECTION_CRITERIA_MAX_LENGTH,
  );
  for (const [index, field] of (input.emitSystemFieldDimensions ?? []).entries()) {
    constraints.oneOf(`emitSystemFieldDimensions.${index + 1}.member`, field, EMIT_SYSTEM_FIELDS);
  }
  constraints.enforce();
}

function constrainTransformation(constraints: Constraints, one: MetricTransformation, path: string): void {
  if (constraints.present(`${path}.metricName`, one.metricName)) {
    constraints.length(`${path}.metricName`, one.metricName, 1, METRIC_FILTER_NAME_MAX_LENGTH);
    constraints.pattern(`${path}.metricName`, one.metricName, METRIC_NAME, "[^:*$]*");
  }
  if (constraints.present(`${path}.metricNamespace`, one.metricNamespace)) {
    constraints.length(`${path}.metricNamespace`, one.metricNamespace, 1, METRIC_FILTER_NAME_MAX_LENGTH);
    constraints.pattern(`${path}.metricNamespace`, one.metricNamespace, NAMESPACE, "[^:*$]*");
  }
  if (constraints.present(`${path}.metricValue`, one.metricValue)) {
    constraints.length(`${path}.metricValue`, one.metricValue, 1, METRIC_FILTER_VALUE_MAX_LENGTH);
  }
  constraints.oneOf(`${path}.unit`, one.unit, METRIC_UNITS);
  for (const [key, value] of Object.entries(one.dimensions ?? {})) {
    constraints.length(`${path}.dimensions.key`, key, 1, METRIC_FILTER_NAME_MAX_LENGTH);
    constraints.length(`${path}.dimensions.value`, value, 1, METRIC_FILTER_NAME_MAX_LENGTH);
  }
}

function compiled(filterPattern: string): CompiledPattern {
  try {
    return compilePattern(filterPattern);
  } catch (cause) {
    if (!(cause instanceof PatternSyntaxError)) throw cause;
    throw new InvalidParameterException(`Invalid metric filter pattern: ${cause.message}`, { cause });
  }
}

function checkTransformation(one: MetricTransformation, pattern: CompiledPattern, emitted: number): void {
  const dimensions = Object.entries(one.dimensions ?? {});
  const defaultValue = one.defaultValue ?? undefined;
  if (dimensions.length > 0 && defaultValue !== undefined) {
    throw new InvalidParameterException(
      "Invalid metric transformation: dimensions and default value are mutually exclusive properties.",
    );
  }
  if (dimensions.length > 0 && pattern.kind !== "json" && pattern.kind !== "space") {
    throw new InvalidParameterException("The specified filter pattern does not support dimensions.");
  }
  if (dimensions.length + emitted > METRIC_FILTER_MAX_DIMENSIONS) {
    throw new InvalidParameterException(
      `Invalid metric transformation: at most ${METRIC_FILTER_MAX_DIMENSIONS} dimensions are allowed.`,
    );
  }
  for (const [name, selector] of dimensions) {
    if (!selects(selector, pattern)) {
      throw new InvalidParameterException(
        `Invalid metric transformation: dimension value must be valid selector; ${selector} of dimension ${name} is no field of the filter pattern.`,
      );
    }
  }
  const isNumber = NUMBER.test(one.metricValue) && Number.isFinite(Number(one.metricValue));
  if (!isNumber && !selects(one.metricValue, pattern)) {
    throw new InvalidParameterException(
      `Invalid metric transformation: metric value ${one.metricValue} must be a valid number or a field of the filter pattern.`,
    );
  }
  if (defaultValue !== undefined && !Number.isFinite(defaultValue)) {
    throw new InvalidParameterException(
      `Invalid metric transformation: default value ${defaultValue} must be a valid number.`,
    );
  }
}

/** Whether a value names something that an event of the pattern has. */
function selects(value: string, pattern: CompiledPattern): boolean {
  try {
    return pattern.declares(compileSelector(value));
  } catch (error) {
    if (error instanceof PatternSyntaxError) return false;
    throw error;
  }
}
