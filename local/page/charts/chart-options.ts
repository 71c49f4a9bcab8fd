import type uPlot from "uplot";
import { dateAndTime } from "../model/times.ts";
import type { StateBand } from "./alarm-bands.ts";

/** What a chart has besides its series. */
export interface ChartMarks {
  readonly thresholds: readonly { readonly value: number; readonly label: string }[];
  readonly bands: readonly StateBand[];
}

const color = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const FONT = '11px ui-sans-serif, system-ui, "Segoe UI", sans-serif';

/** Options of uPlot in the colours of the theme; `marks` is read at each drawing. */
export function chartOptions(
  labels: readonly string[],
  size: { readonly width: number; readonly height: number },
  range: { readonly start: number; readonly end: number },
  marks: () => ChartMarks,
  legend: boolean,
): uPlot.Options {
  const axis = {
    stroke: color("muted"),
    font: FONT,
    grid: { stroke: color("grid"), width: 1 },
    ticks: { show: false },
  };
  return {
    ...size,
    scales: {
      x: { time: true, range: () => [range.start / 1_000, range.end / 1_000] },
      y: { range: (_, low, high) => yRange(low, high, marks().thresholds) },
    },
    axes: [
      { ...axis, grid: { show: false }, space: 80, size: 28, values: (_, ticks) => tickTimes(ticks) },
      { ...axis, size: 52, values: (_, ticks) => ticks.map(shortNumber) },
    ],
    series: [
      {
        label: "UTC",
        value: (_: uPlot, time: number | null) => (time === null ? "" : dateAndTime(time * 1_000)),
      },
      ...labels.map((label, index) => ({
        label,
        stroke: color(`series-${(index % 5) + 1}`),
        width: 1.5,
        points: { size: 5 },
        spanGaps: false,
        value: (_: uPlot, value: number | null) => (value === null ? "" : shortNumber(value)),
      })),
    ],
    legend: { show: legend },
    cursor: { y: false, drag: { x: false, y: false } },
    hooks: {
      // Who listens to the page has the values as a table.
      init: [(plot) => plot.root.querySelector(".u-legend")?.setAttribute("aria-hidden", "true")],
      setData: [showNewest],
      setCursor: [(plot) => plot.cursor.idx === null && showNewest(plot)],
      drawClear: [(plot) => drawBands(plot, marks().bands)],
      draw: [(plot) => drawThresholds(plot, marks().thresholds)],
    },
  };
}

/** The legend tells the newest values while the pointer is elsewhere. */
function showNewest(plot: uPlot): void {
  const [times = [], ...series] = plot.data;
  const idx = times.findLastIndex((_, index) => series.some((values) => values[index] != null));
  if (idx !== -1) plot.setLegend({ idx }, false);
}

/** Times of day in UTC, and the date where a day begins. */
function tickTimes(ticks: readonly number[]): string[] {
  return ticks.map((time, index) => {
    const [date = "", clock = ""] = dateAndTime(time * 1_000).split(" ");
    const newDay = index > 0 && dateAndTime(ticks[index - 1]! * 1_000).slice(0, 10) !== date;
    if (newDay || clock === "00:00:00") return date.slice(5);
    return clock.endsWith(":00") ? clock.slice(0, 5) : clock;
  });
}

/** From zero where that is near, and always with the thresholds in view. */
function yRange(
  low: number | null,
  high: number | null,
  thresholds: ChartMarks["thresholds"],
): [number, number] {
  const values = [low ?? 0, high ?? 1, ...thresholds.map(({ value }) => value)];
  const least = Math.min(0, ...values);
  const most = Math.max(...values);
  return [least, most === least ? least + 1 : most + (most - least) * 0.12];
}

function drawBands(plot: uPlot, bands: readonly StateBand[]): void {
  const { ctx, bbox } = plot;
  ctx.save();
  for (const { start, end, state } of bands) {
    const left = Math.max(bbox.left, plot.valToPos(start / 1_000, "x", true));
    const right = Math.min(bbox.left + bbox.width, plot.valToPos(end / 1_000, "x", true));
    if (right <= left) continue;
    ctx.fillStyle = color(`band-${state.toLowerCase()}`);
    ctx.fillRect(left, bbox.top, right - left, bbox.height);
    ctx.fillStyle = color(`edge-${state.toLowerCase()}`);
    ctx.fillRect(left, bbox.top + bbox.height - 3 * devicePixelRatio, right - left, 3 * devicePixelRatio);
  }
  ctx.restore();
}

function drawThresholds(plot: uPlot, thresholds: ChartMarks["thresholds"]): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.strokeStyle = color("alarm");
  ctx.fillStyle = color("alarm");
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([5 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.font = FONT.replace("11px", `${11 * devicePixelRatio}px`);
  ctx.textAlign = "left";
  // Where the line chart left it is not known, and the line must not strike the text through.
  ctx.textBaseline = "bottom";
  for (const { value, label } of thresholds) {
    const y = Math.round(plot.valToPos(value, "y", true)) + 0.5;
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.fillText(label, bbox.left + 4 * devicePixelRatio, y - 3 * devicePixelRatio);
  }
  ctx.restore();
}

export function shortNumber(value: number): string {
  return new Intl.NumberFormat("en", {
    maximumSignificantDigits: 4,
    notation: Math.abs(value) >= 10_000 ? "compact" : "standard",
  }).format(value);
}
