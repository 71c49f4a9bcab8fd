import type { CompiledPattern } from "../pattern/compile-pattern.ts";
import type { JsonScalar } from "../pattern/json-selector.ts";
import type { MessageView } from "../pattern/message-view.ts";
import { compileSelector } from "../pattern/selector.ts";
import type { MetricSample, MetricTransformation } from "./types.ts";

export interface SystemFields {
  readonly "@aws.account"?: string;
  readonly "@aws.region"?: string;
}

export interface TransformationReader {
  /** The sample of an event that matched; none when its value is no number. */
  readonly sample: (view: MessageView, timestamp: number) => MetricSample | undefined;
  readonly defaultSample: (timestamp: number) => MetricSample | undefined;
}

const NUMBER = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

export function compileTransformation(
  transformation: MetricTransformation,
  pattern: CompiledPattern,
  emitted: readonly [string, string][],
): TransformationReader {
  const { metricName, metricNamespace: namespace, unit = "None", defaultValue } = transformation;
  const readValue = valueReader(transformation.metricValue, pattern);
  const fields = Object.entries(transformation.dimensions ?? {}).map(
    ([name, source]) => [name, compileSelector(source)] as const,
  );
  const dimensionsOf = (view: MessageView): Record<string, string> => {
    const found = fields.flatMap(([name, selector]): [string, string][] => {
      const value = pattern.read(view, selector);
      // CloudWatch has no empty dimension value; a field that is absent or empty leaves its dimension out.
      return value === undefined || value === null || value === "" ? [] : [[name, String(value)]];
    });
    return Object.fromEntries([...found, ...emitted]);
  };
  return {
    sample: (view, timestamp) => {
      const value = readValue(view);
      if (value === undefined) return undefined;
      return { namespace, metricName, value, dimensions: dimensionsOf(view), unit, timestamp };
    },
    defaultSample: (timestamp) =>
      defaultValue === undefined
        ? undefined
        : { namespace, metricName, value: defaultValue, dimensions: {}, unit, timestamp },
  };
}

function valueReader(source: string, pattern: CompiledPattern): (view: MessageView) => number | undefined {
  if (NUMBER.test(source)) {
    const value = Number(source);
    return () => value;
  }
  const selector = compileSelector(source);
  return (view) => numberOf(pattern.read(view, selector));
}

function numberOf(value: JsonScalar | undefined): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || !NUMBER.test(value)) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}
