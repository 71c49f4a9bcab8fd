import type { CustomSeriesRenderItemAPI, EChartsOption } from "echarts";
import type { AlarmSeries } from "../alarm-series.ts";
import type { AlarmResult, BacktestResult } from "../result.ts";
import { byAlarm } from "../sweep.ts";
import type { ReportColors } from "./colors.ts";

const axis = ({ faint, line }: ReportColors) => ({
  axisLine: { lineStyle: { color: line } },
  axisTick: { lineStyle: { color: line } },
  splitLine: { lineStyle: { color: line } },
  axisLabel: { color: faint, hideOverlap: true },
  nameTextStyle: { color: faint },
});

const base = (colors: ReportColors) => ({
  animation: false,
  useUTC: true,
  backgroundColor: colors.background,
  color: [...colors.series],
  textStyle: { color: colors.text },
});

const timeAxis = (colors: ReportColors, { start = 0, end = 0 }: Pick<BacktestResult, "start" | "end">) => ({
  ...axis(colors),
  type: "time" as const,
  min: start,
  max: end,
  axisLabel: {
    ...axis(colors).axisLabel,
    formatter: { day: "{MMM} {d}", month: "{MMM} {yyyy}" },
  },
});

/** How often each alarm would have gone off, by threshold. */
export function sweepOption(result: BacktestResult, colors: ReportColors): EChartsOption {
  return {
    ...base(colors),
    legend: { top: 8, textStyle: { color: colors.text } },
    grid: { left: 60, right: 30, top: 50, bottom: 50 },
    xAxis: {
      ...axis(colors),
      type: "value",
      name: "threshold",
      nameLocation: "middle",
      nameGap: 28,
      scale: true,
    },
    yAxis: { ...axis(colors), type: "value", name: "times it went off", minInterval: 1 },
    series: [...byAlarm(result)].map(([name, entries]) => ({
      name,
      type: "line",
      step: "middle",
      data: entries.map(({ threshold, result: alarm }) => [threshold, alarm.firings.length]),
    })),
  };
}

/** When each alarm would have been in ALARM, a row for each. */
export function timelineOption(result: BacktestResult, colors: ReportColors): EChartsOption {
  const { alarms, end = 0 } = result;
  const spans = alarms.flatMap(({ firings }, row) => firings.map(({ from, to }) => [row, from, to ?? end]));
  return {
    ...base(colors),
    grid: { left: 20, right: 30, top: 30, bottom: 40, containLabel: true },
    xAxis: timeAxis(colors, result),
    yAxis: {
      ...axis(colors),
      type: "category",
      data: alarms.map(({ alarmName }) => alarmName),
      inverse: true,
      axisLabel: { color: colors.text, width: 300, overflow: "truncate" },
    },
    series: [
      {
        type: "custom",
        encode: { x: [1, 2], y: 0 },
        data: spans,
        renderItem: (_: unknown, api: CustomSeriesRenderItemAPI) => {
          const [left, middle] = api.coord([api.value(1), api.value(0)]) as [number, number];
          const [right] = api.coord([api.value(2), api.value(0)]) as [number, number];
          const height = (api.size!([0, 1]) as number[])[1]! * 0.6;
          const shape = { x: left, y: middle - height / 2, width: Math.max(1, right - left), height };
          return { type: "rect", shape, style: { fill: colors.alarm } };
        },
      },
    ],
  };
}

/** What an alarm looked at against its threshold, with the times in ALARM. */
export function alarmOption(
  { lines, threshold }: AlarmSeries,
  { firings }: AlarmResult,
  result: BacktestResult,
  colors: ReportColors,
): EChartsOption {
  const { end = 0 } = result;
  const marks = {
    silent: true,
    markArea: {
      silent: true,
      itemStyle: { color: colors.band },
      data: firings.map(({ from, to }): [object, object] => [{ xAxis: from }, { xAxis: to ?? end }]),
    },
    ...(threshold !== undefined && {
      markLine: {
        silent: true,
        symbol: "none",
        lineStyle: { color: colors.alarm, type: "dashed" as const },
        label: {
          color: colors.alarm,
          position: "insideEndTop" as const,
          formatter: `threshold ${threshold}`,
        },
        data: [{ yAxis: threshold }],
      },
    }),
  };
  return {
    ...base(colors),
    ...(lines.length > 1 && { legend: { top: 0, textStyle: { color: colors.text } } }),
    grid: { left: 60, right: 30, top: lines.length > 1 ? 34 : 16, bottom: 28 },
    xAxis: { ...timeAxis(colors, result), splitLine: { show: false } },
    yAxis: {
      ...axis(colors),
      type: "value",
      // A threshold that nothing has reached is in the picture too.
      max: ({ max }: { max: number }) =>
        threshold === undefined || threshold < max ? null : Math.ceil(threshold * 1.15) || 1,
    },
    series: lines.map(({ label, points }, index) => ({
      name: label,
      type: "line",
      showSymbol: points.length < 3,
      lineStyle: { width: 1.5 },
      data: points.map(([time, value]) => [time, value]),
      ...(index === 0 && marks),
    })),
  };
}
