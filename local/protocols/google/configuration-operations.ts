import type { SinkRequest } from "../../services/cloud-logging/configuration/configuration.ts";
import type { LogExclusion } from "../../services/cloud-logging/configuration/exclusions.ts";
import type { LogMetric } from "../../services/cloud-logging/configuration/metrics.ts";
import type {
  NamedResource,
  NamedResources,
  PageRequest,
} from "../../services/cloud-logging/configuration/named-resources.ts";
import type { GoogleLogs } from "../../services/cloud-logging/google-logs.ts";

/** Requests of all these calls: each has the members of its own. */
export interface ConfigurationRequest extends PageRequest, SinkRequest {
  readonly sinkName?: string;
  readonly name?: string;
  readonly metricName?: string;
  readonly exclusion?: LogExclusion;
  readonly metric?: LogMetric;
}

type Operation = (logs: GoogleLogs, request: ConfigurationRequest) => object;

/** Calls of `ConfigServiceV2` and `MetricsServiceV2`, in the API's JSON form. */
export const CONFIGURATION_OPERATIONS = {
  ListSinks: ({ configuration }, request) => page(configuration.sinks, request, "sinks"),
  GetSink: ({ configuration }, { sinkName = "" }) => configuration.sinks.get(sinkName),
  CreateSink: ({ configuration }, request) => configuration.createSink(request.parent ?? "", request),
  UpdateSink: ({ configuration }, request) => configuration.updateSink(request.sinkName ?? "", request),
  DeleteSink: ({ configuration }, { sinkName = "" }) => deleted(configuration.sinks, sinkName),
  ListExclusions: ({ configuration }, request) => page(configuration.exclusions, request, "exclusions"),
  GetExclusion: ({ configuration }, { name = "" }) => configuration.exclusions.get(name),
  CreateExclusion: ({ configuration }, { parent = "", exclusion }) =>
    configuration.createExclusion(parent, exclusion),
  UpdateExclusion: ({ configuration }, { name = "", exclusion, updateMask }) =>
    configuration.updateExclusion(name, exclusion, updateMask),
  DeleteExclusion: ({ configuration }, { name = "" }) => deleted(configuration.exclusions, name),
  ListLogMetrics: ({ configuration }, request) => page(configuration.metrics, request, "metrics"),
  GetLogMetric: ({ configuration }, { metricName = "" }) => configuration.metrics.get(metricName),
  CreateLogMetric: ({ configuration }, { parent = "", metric }) => configuration.createMetric(parent, metric),
  UpdateLogMetric: ({ configuration }, { metricName = "", metric }) =>
    configuration.updateMetric(metricName, metric),
  DeleteLogMetric: ({ configuration }, { metricName = "" }) => deleted(configuration.metrics, metricName),
} as const satisfies Record<string, Operation>;

function page<Resource extends NamedResource>(
  resources: NamedResources<Resource>,
  request: PageRequest,
  member: string,
): object {
  const { resources: found, ...rest } = resources.list(request);
  return { [member]: found, ...rest };
}

function deleted<Resource extends NamedResource>(resources: NamedResources<Resource>, name: string): object {
  resources.delete(name);
  return {};
}
