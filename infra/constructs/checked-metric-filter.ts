import { Token } from "aws-cdk-lib";
import type { IConstruct } from "constructs";
import { validateMetricFilter } from "cumulog/semantics";
import { ConstructError } from "./construct-error.ts";

/** A metric filter as it would be deployed. */
export interface MetricFilterToCheck {
  readonly pattern: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly metricValue: string;
  readonly defaultValue: number | undefined;
  readonly dimensions: Readonly<Record<string, string>> | undefined;
  readonly systemFields: readonly string[];
}

/**
 * Refuses what PutMetricFilter would refuse, among it what CDK lets through: a default value together with dimensions,
 * and dimensions on a pattern of terms.
 *
 * @throws ConstructError with the construct's path
 */
export function checkMetricFilter(scope: IConstruct, filter: MetricFilterToCheck): void {
  const { pattern, namespace, metricName, metricValue, defaultValue, dimensions, systemFields } = filter;
  if ([pattern, namespace, metricName].some((text) => Token.isUnresolved(text))) return;
  try {
    validateMetricFilter({
      filterName: "filter",
      filterPattern: pattern,
      emitSystemFieldDimensions: systemFields,
      metricTransformations: [
        {
          metricName,
          metricNamespace: namespace,
          metricValue,
          ...(defaultValue !== undefined && { defaultValue }),
          ...(dimensions && { dimensions: { ...dimensions } }),
        },
      ],
    });
  } catch (cause) {
    throw new ConstructError(scope, (cause as Error).message, { cause });
  }
}
