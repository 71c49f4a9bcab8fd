import type { EChartsOption } from "echarts";
import type { ChartLine } from "../chart-lines.ts";
import type { HorizontalAnnotation, Widget } from "./read-widget.ts";

/** Told apart also by those who see colours differently. https://jfly.uni-koeln.de/color/ */
const SERIES = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f7f7f"];
const TEXT = "#1f2933";
const FAINT = "#5f6b7a";
const GRID = "#e1e6ec";
const LIMIT = "#c0392b";

/** The picture of a widget as SVG. */
export async function widgetSvg(
  { title, width, height, start, end, offset, stacked, bars }: Widget,
  lines: readonly ChartLine[],
  limits: readonly HorizontalAnnotation[],
): Promise<string> {
  const { init } = await import("echarts");
  const highest = Math.max(...limits.map(({ value }) => value), Number.NEGATIVE_INFINITY);
  const axis = { axisLine: { lineStyle: { color: GRID } }, axisLabel: { color: FAINT, hideOverlap: true } };
  const option: EChartsOption = {
    animation: false,
    useUTC: true,
    backgroundColor: "#ffffff",
    color: SERIES,
    title: { text: title, left: 8, top: 4, textStyle: { color: TEXT, fontSize: 14 } },
    legend: { bottom: 2, left: 8, type: "scroll", textStyle: { color: TEXT, fontSize: 11 } },
    grid: { left: 10, right: 16, top: title === "" ? 14 : 34, bottom: 30, containLabel: true },
    xAxis: { ...axis, type: "time", min: start + offset, max: end + offset },
    yAxis: {
      ...axis,
      type: "value",
      splitLine: { lineStyle: { color: GRID } },
      max: ({ max }: { max: number }) => (highest > max ? highest * 1.15 : (undefined as never)),
    },
    series: lines.map(({ label, points }, index) => ({
      name: label,
      type: bars ? ("bar" as const) : ("line" as const),
      showSymbol: points.length < 3,
      data: points.map(([time, value]) => [time + offset, value]),
      ...(stacked && { stack: "all", areaStyle: { opacity: 0.3 } }),
      ...(index === 0 && limits.length > 0 && { markLine: limitLines(limits) }),
    })),
  };
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    chart.setOption(option);
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

const limitLines = (limits: readonly HorizontalAnnotation[]) => ({
  silent: true,
  symbol: "none",
  lineStyle: { color: LIMIT, type: "dashed" as const },
  data: limits.map(({ value, label }) => ({
    yAxis: value,
    label: { color: LIMIT, position: "insideEndTop" as const, formatter: label ?? String(value) },
  })),
});
