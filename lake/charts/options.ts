import type { ChartDescription } from "cumulog/analysis";
import type { EChartsOption } from "echarts";
import { type ChartData, column, labels, numberOf, shortened, timeText, wordsOf } from "./chart-data.ts";
import { FONT_FAMILY, type Theme } from "./theme.ts";

/** How a result is drawn. */
export interface ChartOptions {
  readonly theme: Theme;
  /** Zone in which times are shown. @default UTC */
  readonly timezone?: string;
}

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** What ECharts draws of a result. */
export function chartOption(
  data: ChartData,
  chart: ChartDescription,
  { theme, timezone = "UTC" }: ChartOptions,
): EChartsOption {
  const base: EChartsOption = {
    animation: false,
    color: [...theme.series],
    textStyle: { fontFamily: FONT_FAMILY, color: theme.text },
    backgroundColor: "transparent",
    grid: { left: 72, right: 24, top: 40, bottom: 64 },
  };
  switch (chart.kind) {
    case "line":
      return { ...base, ...lines(data, chart, theme, timezone) };
    case "bar":
      return { ...base, ...bars(data, chart, theme, timezone) };
    case "histogram":
      return { ...base, ...histogram(data, chart, theme) };
    case "heatmap":
      return { ...base, ...heatMap(data, chart, theme) };
    case "box":
      return { ...base, ...boxes(data, chart, theme, timezone) };
    case "scatter":
      return { ...base, ...scatter(data, chart, theme, timezone) };
  }
}

const axisStyle = (theme: Theme) => ({
  axisLine: { lineStyle: { color: theme.line } },
  axisTick: { lineStyle: { color: theme.line } },
  splitLine: { lineStyle: { color: theme.line } },
  axisLabel: { color: theme.faint, fontFamily: FONT_FAMILY, hideOverlap: true },
  nameTextStyle: { color: theme.faint, fontFamily: FONT_FAMILY },
});

const valueAxis = (name: string, theme: Theme) => ({
  ...axisStyle(theme),
  type: "value" as const,
  name: wordsOf(name),
  ...(/rate$|^part$/.test(name) && {
    axisLabel: {
      ...axisStyle(theme).axisLabel,
      formatter: (value: number) => `${Math.round(value * 1_000) / 10} %`,
    },
  }),
});

const categories = (names: readonly string[], theme: Theme, rotate = 0) => ({
  ...axisStyle(theme),
  type: "category" as const,
  data: [...names],
  axisLabel: { ...axisStyle(theme).axisLabel, rotate },
  splitLine: { show: false },
});

function lines(data: ChartData, chart: ChartDescription, theme: Theme, timezone: string): EChartsOption {
  const names = labels(data, chart, timezone);
  const axis = [...new Set(names)];
  const series = chart.by === undefined ? undefined : column(data, chart.by).map((value) => String(value));
  const groups = series === undefined ? chart.y : [...new Set(series)];
  return {
    xAxis: categories(axis, theme),
    yAxis: valueAxis(chart.y[0]!, theme),
    ...(groups.length > 1 && {
      legend: {
        data: groups.map(wordsOf),
        textStyle: { color: theme.text, fontFamily: FONT_FAMILY },
        top: 4,
      },
    }),
    series: groups.map((group) => {
      const values = column(data, series === undefined ? group : chart.y[0]!);
      const byName = new Map(
        names.flatMap((name, index) =>
          series === undefined || series[index] === group ? [[name, numberOf(values[index]!)] as const] : [],
        ),
      );
      const points = axis.map((name) => byName.get(name) ?? null);
      return {
        type: "line" as const,
        name: wordsOf(group),
        // A point between two gaps has no line.
        showSymbol:
          points.length < 60 ||
          points.some(
            (point, index) => point !== null && points[index - 1] == null && points[index + 1] == null,
          ),
        symbolSize: 5,
        data: points,
      };
    }),
  };
}

function bars(data: ChartData, chart: ChartDescription, theme: Theme, timezone: string): EChartsOption {
  const names = labels(data, chart, timezone).map(shortened);
  // Names are easier to read beside bars than below them.
  const lies = names.some((name) => name.length > 8);
  const name = categories(lies ? [...names].reverse() : names, theme);
  const value = valueAxis(chart.y[0]!, theme);
  return {
    ...(lies && { grid: { left: 220, right: 32, top: 24, bottom: 48 } }),
    xAxis: lies ? { ...value, nameLocation: "middle" as const, nameGap: 30 } : name,
    yAxis: lies ? name : value,
    series: chart.y.map((of) => {
      const values = column(data, of).map(numberOf);
      return {
        type: "bar" as const,
        name: wordsOf(of),
        barMaxWidth: 36,
        data: lies ? [...values].reverse() : values,
      };
    }),
  };
}

const MOST_BINS = 30;

/** Bins that are counted already, or values that are still to be counted. */
function histogram(data: ChartData, chart: ChartDescription, theme: Theme): EChartsOption {
  const [x = "", y] = [chart.x[0], chart.y[0]];
  const values = column(data, x).flatMap((value) => numberOf(value) ?? []);
  const bins =
    y === undefined
      ? binsOf(values)
      : values.map((value, index) => [value, numberOf(column(data, y)[index]!) ?? 0] as const);
  return {
    xAxis: {
      ...categories(
        bins.map(([from]) => String(Math.round(from * 100) / 100)),
        theme,
      ),
      name: wordsOf(x),
      nameLocation: "middle" as const,
      nameGap: 30,
    },
    yAxis: valueAxis(y ?? "count", theme),
    series: [{ type: "bar" as const, barCategoryGap: "4%", data: bins.map(([, count]) => count) }],
  };
}

function binsOf(values: readonly number[]): (readonly [number, number])[] {
  const [low, high] = values.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)] as const,
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] as readonly [number, number],
  );
  if (values.length === 0) return [];
  const width = (high - low) / MOST_BINS || 1;
  const counts = new Array<number>(MOST_BINS).fill(0);
  for (const value of values) counts[Math.min(MOST_BINS - 1, Math.floor((value - low) / width))]! += 1;
  return counts.map((count, index) => [low + index * width, count] as const);
}

function heatMap(data: ChartData, chart: ChartDescription, theme: Theme): EChartsOption {
  const [x, y, value] = [column(data, chart.x[0]!), column(data, chart.y[0]!), column(data, chart.value!)];
  const numbers = value.map((number) => numberOf(number) ?? 0);
  return {
    grid: { left: 100, right: 24, top: 24, bottom: 88 },
    xAxis: {
      ...categories(
        Array.from({ length: 24 }, (_, hour) => String(hour)),
        theme,
      ),
      name: "hour",
    },
    yAxis: { ...categories(WEEKDAYS, theme), inverse: true },
    visualMap: {
      min: 0,
      max: numbers.reduce((most, number) => Math.max(most, number), 1),
      calculable: false,
      orient: "horizontal" as const,
      left: "center",
      bottom: 8,
      inRange: { color: [...theme.heat] },
      textStyle: { color: theme.faint, fontFamily: FONT_FAMILY },
    },
    series: [
      {
        type: "heatmap" as const,
        data: numbers.map((number, index) => [Number(x[index]), Number(y[index]) - 1, number]),
        itemStyle: { borderColor: theme.background, borderWidth: 1 },
      },
    ],
  };
}

function boxes(data: ChartData, chart: ChartDescription, theme: Theme, timezone: string): EChartsOption {
  const names = labels(data, chart, timezone).map(shortened);
  const values = chart.y.map((name) => column(data, name).map((value) => numberOf(value) ?? 0));
  return {
    xAxis: categories(names, theme, names.some((name) => name.length > 10) ? 30 : 0),
    yAxis: valueAxis("duration_ms", theme),
    series: [
      {
        type: "boxplot" as const,
        data: names.map((_, index) => values.map((column) => column[index]!)),
        itemStyle: { color: "transparent", borderColor: theme.series[0]! },
      },
    ],
  };
}

function scatter(data: ChartData, chart: ChartDescription, theme: Theme, timezone: string): EChartsOption {
  const [x, y] = [column(data, chart.x[0]!), column(data, chart.y[0]!)];
  const by = chart.by === undefined ? undefined : column(data, chart.by);
  const pointsOf = (wanted: boolean | undefined) =>
    data.rows.flatMap((_, index) =>
      wanted === undefined || (by?.[index] === true) === wanted
        ? [[numberOf(x[index]!) ?? 0, numberOf(y[index]!) ?? 0]]
        : [],
    );
  const series =
    by === undefined
      ? [{ name: wordsOf(chart.y[0]!), data: pointsOf(undefined), color: theme.series[0]! }]
      : [
          { name: "others", data: pointsOf(false), color: theme.series[0]! },
          { name: wordsOf(chart.by!), data: pointsOf(true), color: theme.error },
        ];
  return {
    ...(series.length > 1 && {
      legend: { top: 4, textStyle: { color: theme.text, fontFamily: FONT_FAMILY } },
    }),
    xAxis: {
      ...axisStyle(theme),
      type: "value" as const,
      scale: true,
      axisLabel: {
        ...axisStyle(theme).axisLabel,
        formatter: (value: number) => timeText(value, timezone).replace(" ", "\n"),
      },
    },
    yAxis: valueAxis(chart.y[0]!, theme),
    series: series.map(({ name, data: points, color }) => ({
      type: "scatter" as const,
      name,
      symbolSize: 5,
      itemStyle: { color, opacity: 0.7 },
      data: points,
    })),
  };
}
