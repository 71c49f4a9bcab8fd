import type { MonitoredResource } from "cumulog/semantics";
import { GoogleError } from "#kernel/google/google-error.ts";
import { makeDescriptor } from "../configuration/make-descriptor.ts";
import type { CloudMonitoring } from "../state.ts";
import { pointValueOf, type TypedValue } from "./wire-series.ts";

/** A time series as somebody writes it. */
export interface WireSeries {
  readonly metric?: { readonly type?: string; readonly labels?: Readonly<Record<string, string>> };
  readonly resource?: MonitoredResource;
  readonly metricKind?: string;
  readonly points?: readonly {
    readonly interval?: { readonly startTime?: string; readonly endTime?: string };
    readonly value?: TypedValue;
  }[];
}

/**
 * Writes the one point of a series. A metric that nobody described is described by what is written.
 *
 * @param at where the series stands in the request, for messages
 * @throws GoogleError
 * @see https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.timeSeries/create
 */
export function writeSeries(state: CloudMonitoring, project: string, series: WireSeries, at: string): void {
  const { metric, resource, points = [] } = series;
  const refuse = (message: string): never => {
    throw new GoogleError("INVALID_ARGUMENT", `${at}: ${message}`, { field: at });
  };
  if (!resource?.type) refuse("a monitored resource with a type is required.");
  if (points.length !== 1) refuse(`found ${points.length} points, expected one.`);
  const { interval, value } = points[0]!;
  if (!interval?.endTime) refuse("the point needs an interval with an endTime.");
  const { value: read, valueType } = pointValueOf(value);
  const type = metric?.type ?? "";
  const described = state.descriptors.find(`${project}/metricDescriptors/${type || "-"}`);
  const { metricKind } = series;
  if (!described)
    makeDescriptor(state, project, {
      type,
      metricKind: !metricKind || metricKind === "METRIC_KIND_UNSPECIFIED" ? "GAUGE" : metricKind,
      valueType,
      labels: Object.keys(metric?.labels ?? {}).map((key) => ({ key, valueType: "STRING" })),
    });
  else if (described.valueType !== valueType)
    refuse(`the value is ${valueType}, and the metric ${type} is ${described.valueType}.`);
  const identity = {
    metric: { type, labels: metric?.labels ?? {} },
    resource: {
      type: resource!.type,
      labels: { project_id: project.slice("projects/".length), ...resource!.labels },
    },
  };
  if (!state.series.append(project, identity, { end: Date.parse(interval!.endTime!), value: read }))
    refuse(
      "Points must be written in order. One or more of the points specified had an older end time than the most recent point.",
    );
}
