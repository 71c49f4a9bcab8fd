import type { GetMetricWidgetImageInput } from "@aws-sdk/client-cloudwatch";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { lakeEngine } from "../../athena/lake-engine.ts";
import { type ChartedAlarm, queriesOf } from "../alarm-metric-queries.ts";
import { chartLines } from "../chart-lines.ts";
import { type DescribedAlarm, longestPeriod } from "../condition-text.ts";
import type { MetricDataQuery } from "../metric-data-query.ts";
import type { CloudWatch } from "../state.ts";
import { invalidValue } from "../validation.ts";
import { type HorizontalAnnotation, readWidget } from "../widget/read-widget.ts";
import { widgetSvg } from "../widget/widget-chart.ts";

/**
 * Draws a widget as PNG, with the renderer of reports.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricWidgetImage.html
 */
export async function getMetricWidgetImage(
  { MetricWidget, OutputFormat }: Input<GetMetricWidgetImageInput>,
  call: Call<CloudWatch>,
): Promise<object> {
  if (OutputFormat !== undefined && !["png", "image/png"].includes(OutputFormat))
    throw invalidValue('OutputFormat must be "png" or "image/png".');
  const widget = readWidget(MetricWidget, call.cloud.clock.now());
  const alarms = widget.alarms.map((name) => alarmOf(name, call.state));
  const lines = [
    ...(await chartLines(call.cloud, widget.queries, widget)),
    ...(await Promise.all(alarms.map((alarm) => chartLines(call.cloud, chartedBy(alarm), widget)))).flat(),
  ];
  const limits = [...widget.horizontal, ...alarms.flatMap(limitOf)];
  const title = widget.title === "" ? (alarms[0]?.AlarmName ?? "") : widget.title;
  const svg = await widgetSvg({ ...widget, title }, lines, limits);
  const { chartPng } = await lakeEngine();
  return { MetricWidgetImage: await chartPng(svg) };
}

type ShownAlarm = DescribedAlarm & ChartedAlarm & { readonly AlarmName: string };

function alarmOf(name: string, { alarms }: CloudWatch): ShownAlarm {
  const alarm = alarms.refer(name);
  if (alarm?.type !== "MetricAlarm")
    throw new ServiceError("ResourceNotFoundException", `MetricWidget: there is no metric alarm ${name}.`);
  return { ...(alarm.input as unknown as ShownAlarm), AlarmName: alarm.name };
}

const chartedBy = (alarm: ShownAlarm): readonly MetricDataQuery[] => queriesOf(alarm, longestPeriod(alarm));

const limitOf = ({ Threshold, ThresholdMetricId }: ShownAlarm): HorizontalAnnotation[] =>
  Threshold === undefined || ThresholdMetricId !== undefined
    ? []
    : [{ value: Threshold, label: `threshold ${Threshold}` }];
