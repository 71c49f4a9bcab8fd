import type { CompiledPattern } from "../pattern/compile-pattern.ts";
import type { JsonScalar } from "../pattern/json-selector.ts";
import type { MessageView } from "../pattern/message-view.ts";
import { compileSelector } from "../pattern/selector.ts";
import type { MetricSample, MetricTransformation } from "./types.ts";

/** Fields that an event has of its log group. */
export interface SystemFields {
  readonly "@aws.account"?: string;
  readonly "@aws.region"?: string;
}

export interface TransformationReader {
  /** The sample of an event that matched; none when its value is no number. */
  readonly sample: (view: MessageView, timestamp: number) => MetricSample | undefined;
  readonly defaultSample: (timestamp: number) => MetricSample | undefined;
}

/** What an event has at the place of the metric's value. */
type Reading =
  | { readonly kind: "number"; readonly value: number }
  /** No field, or a JSON null. */
  | { readonly kind: "absent" }
  | { readonly kind: "no-number" };

const NUMBER = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

/**
 * Rules that AWS's pages leave open follow what was measured of the service on 2026-09-16 (recorded in floci's
 * metric-filter-publishing-aws.json): an event that matches without the field of the value reports the default value, one
 * with a text that is no number reports nothing, and an event that lacks the field of one dimension is reported without any.
 */
export function compileTransformation(
  transformation: MetricTransformation,
  pattern: CompiledPattern,
  emitted: readonly [string, string][],
): TransformationReader {
  const { metricName, metricNamespace: namespace, unit = "None" } = transformation;
  const defaultValue = transformation.defaultValue ?? undefined;
  const readValue = valueReader(transformation.metricValue, pattern);
  const fields = Object.entries(transformation.dimensions ?? {}).map(
    ([name, source]) => [name, compileSelector(source)] as const,
  );
  const dimensionsOf = (view: MessageView): Record<string, string> => {
    const found: [string, string][] = [];
    for (const [name, selector] of fields) {
      const value = pattern.read(view, selector);
      // CloudWatch has no empty dimension value; an empty field is as good as none.
      if (value === undefined || value === null || value === "") return Object.fromEntries(emitted);
      found.push([name, String(value)]);
    }
    return Object.fromEntries([...found, ...emitted]);
  };
  return {
    sample: (view, timestamp) => {
      const reading = readValue(view);
      const value = reading.kind === "number" ? reading.value : defaultValue;
      if (value === undefined || reading.kind === "no-number") return undefined;
      return { namespace, metricName, value, dimensions: dimensionsOf(view), unit, timestamp };
    },
    defaultSample: (timestamp) =>
      defaultValue === undefined
        ? undefined
        : { namespace, metricName, value: defaultValue, dimensions: {}, unit, timestamp },
  };
}

function valueReader(source: string, pattern: CompiledPattern): (view: MessageView) => Reading {
  if (NUMBER.test(source)) {
    const literal: Reading = { kind: "number", value: Number(source) };
    return () => literal;
  }
  const selector = compileSelector(source);
  return (view) => readingOf(pattern.read(view, selector));
}

function readingOf(value: JsonScalar | undefined): Reading {
  if (value === undefined || value === null) return { kind: "absent" };
  if (typeof value === "number") return { kind: "number", value };
  const number = typeof value === "string" && NUMBER.test(value) ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? { kind: "number", value: number } : { kind: "no-number" };
}
