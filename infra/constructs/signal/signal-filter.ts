import { CfnMetricFilter, type ILogGroup } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { MetricFilterDefinition } from "cumulog/signals";
import { checkMetricFilter } from "../checked-metric-filter.ts";
import { transformerOf } from "../log-transformer.ts";
import type { SystemField } from "./system-fields.ts";

interface SignalFilterOptions {
  readonly definition: MetricFilterDefinition;
  readonly logGroup: ILogGroup;
  readonly systemFields: readonly SystemField[];
}

/**
 * The metric filter of a signal as a construct.
 * @throws ConstructError when it could not be deployed
 */
export function signalFilter(
  scope: Construct,
  id: string,
  { definition, logGroup, systemFields }: SignalFilterOptions,
): void {
  const { filterPattern, metricTransformations } = definition;
  const [transformation] = metricTransformations;
  const { metricNamespace, metricName, metricValue, unit, defaultValue, dimensions } = transformation!;
  checkMetricFilter(scope, {
    pattern: filterPattern,
    namespace: metricNamespace,
    metricName,
    metricValue,
    defaultValue: defaultValue ?? undefined,
    dimensions,
    systemFields,
  });
  const transformer = transformerOf(logGroup);
  const cfnFilter = new CfnMetricFilter(scope, id, {
    logGroupName: logGroup.logGroupName,
    filterPattern,
    ...(transformer && { applyOnTransformedLogs: true }),
    ...(systemFields.length > 0 && { emitSystemFieldDimensions: [...systemFields] }),
    metricTransformations: [
      {
        metricNamespace,
        metricName,
        metricValue,
        ...(unit !== undefined && { unit }),
        ...(defaultValue !== undefined && defaultValue !== null && { defaultValue }),
        ...(dimensions && {
          dimensions: Object.entries(dimensions).map(([key, value]) => ({ key, value })),
        }),
      },
    ],
  });
  if (transformer) cfnFilter.node.addDependency(transformer);
}
