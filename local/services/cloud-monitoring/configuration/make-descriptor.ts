import { GoogleError } from "#kernel/google/google-error.ts";
import type { CloudMonitoring } from "../state.ts";
import type { MetricDescriptor } from "./kinds.ts";

const CUSTOM_TYPE = /^(?:custom|external|workload|prometheus)\.googleapis\.com\/[\w./-]{1,180}$/;

/**
 * Makes or replaces the descriptor of a metric of one's own.
 *
 * @throws GoogleError
 * @see https://cloud.google.com/monitoring/custom-metrics/creating-metrics
 */
export function makeDescriptor(
  state: CloudMonitoring,
  project: string,
  { type = "", metricKind, valueType, ...rest }: Partial<MetricDescriptor>,
): MetricDescriptor {
  const refuse = (message: string, field: string): never => {
    throw new GoogleError("INVALID_ARGUMENT", message, { field: `metricDescriptor.${field}` });
  };
  if (!CUSTOM_TYPE.test(type))
    refuse(
      `The metric type "${type.slice(0, 200)}" is invalid: expected custom.googleapis.com/NAME.`,
      "type",
    );
  if (metricKind !== "GAUGE" && metricKind !== "CUMULATIVE")
    refuse(`The metric kind ${metricKind} is invalid: expected GAUGE or CUMULATIVE.`, "metricKind");
  if (!["BOOL", "INT64", "DOUBLE", "STRING", "DISTRIBUTION"].includes(valueType ?? ""))
    refuse(
      `The value type ${valueType} is invalid: expected BOOL, INT64, DOUBLE, STRING or DISTRIBUTION.`,
      "valueType",
    );
  const name = `${project}/metricDescriptors/${type}`;
  const made: MetricDescriptor = { ...rest, name, type, metricKind: metricKind!, valueType: valueType! };
  if (state.descriptors.find(name)) state.descriptors.set(name, made);
  else state.descriptors.add(project, type, made);
  return made;
}
