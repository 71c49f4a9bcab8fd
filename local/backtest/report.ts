import { writeFileSync } from "node:fs";
import { extname } from "node:path";
import type { CustomSeriesRenderItemAPI, EChartsOption } from "echarts";
import type { BacktestResult } from "./result.ts";
import { byAlarm } from "./sweep.ts";
import { durationText, timeText } from "./table.ts";

/** A report that cannot be written. */
export class ReportError extends Error {
  override readonly name = "ReportError";
}

const WIDTH = 1_000;
const ROW_HEIGHT = 36;
const FIRING_COLOR = "#c0392b";

/**
 * Writes a report as `.svg` or `.png` (the chart alone) or `.html` (chart and tables in one file without outside references).
 *
 * @throws ReportError when the name has another ending, the file cannot be written, or a PNG is wanted without `sharp`
 */
export async function writeReport(
  path: string,
  result: BacktestResult,
  { sweep = false }: { sweep?: boolean } = {},
): Promise<void> {
  const kind = reportKind(path);
  const svg = await chartOf(result, sweep);
  const content = kind === ".html" ? pageOf(result, svg) : kind === ".png" ? await pngOf(svg, path) : svg;
  try {
    writeFileSync(path, content);
  } catch (cause) {
    throw new ReportError(`The report ${path} cannot be written: ${(cause as Error).message}`, { cause });
  }
}

/** @throws ReportError when the name has another ending than those of the reports */
export function reportKind(path: string): string {
  const kind = extname(path).toLowerCase();
  if ([".svg", ".png", ".html"].includes(kind)) return kind;
  throw new ReportError(`--report ${path}: expected a name that ends in .svg, .png or .html.`);
}

async function chartOf(result: BacktestResult, sweep: boolean): Promise<string> {
  const { init } = await import("echarts");
  const rows = result.alarms.length;
  const height = sweep ? 480 : 120 + rows * ROW_HEIGHT;
  const chart = init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height });
  chart.setOption(sweep ? sweepOption(result) : timelineOption(result));
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

/** Two pixels for each unit of the chart. */
const PNG_DENSITY = 144;

/** An image library is large and native: who wants pictures installs it. */
async function pngOf(svg: string, path: string): Promise<Buffer> {
  const library = "sharp";
  type Sharp = (input: Buffer, options: { density: number }) => { png(): { toBuffer(): Promise<Buffer> } };
  let sharp: Sharp;
  try {
    ({ default: sharp } = (await import(library)) as { default: Sharp });
  } catch (cause) {
    throw new ReportError(
      `--report ${path}: a PNG needs the package sharp (npm install sharp); .svg and .html need nothing.`,
      { cause },
    );
  }
  return sharp(Buffer.from(svg), { density: PNG_DENSITY }).png().toBuffer();
}

function sweepOption(result: BacktestResult): EChartsOption {
  const alarms = [...byAlarm(result)];
  return {
    animation: false,
    backgroundColor: "#fff",
    legend: { top: 8 },
    grid: { left: 60, right: 30, top: 50, bottom: 50 },
    xAxis: { type: "value", name: "threshold", nameLocation: "middle", nameGap: 28, scale: true },
    yAxis: { type: "value", name: "times it went off", minInterval: 1 },
    series: alarms.map(([name, entries]) => ({
      name,
      type: "line",
      step: "middle",
      data: entries.map(({ threshold, result: alarm }) => [threshold, alarm.firings.length]),
    })),
  };
}

function timelineOption({ alarms, start = 0, end = 0 }: BacktestResult): EChartsOption {
  const names = alarms.map(({ alarmName }) => alarmName);
  const spans = alarms.flatMap(({ firings }, row) => firings.map(({ from, to }) => [row, from, to ?? end]));
  return {
    animation: false,
    backgroundColor: "#fff",
    useUTC: true,
    grid: { left: 20, right: 30, top: 30, bottom: 40, containLabel: true },
    xAxis: {
      type: "time",
      min: start,
      max: end,
      axisLabel: { hideOverlap: true, formatter: { day: "{MMM} {d}", month: "{MMM} {yyyy}" } },
    },
    yAxis: { type: "category", data: names, inverse: true },
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
          return { type: "rect", shape, style: { fill: FIRING_COLOR } };
        },
      },
    ],
  };
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

function pageOf({ alarms, events, start, end }: BacktestResult, svg: string): string {
  const rows = alarms.map(
    ({ alarmName, firings, firingsPerDay, firingMs }) =>
      `<tr><th scope="row">${escaped(alarmName)}</th><td>${firings.length}</td><td>${firingsPerDay.toFixed(1)}</td><td>${durationText(firingMs)}</td></tr>`,
  );
  const details = alarms.flatMap(({ alarmName, firings }) =>
    firings.map(
      ({ from, to, reason }) =>
        `<tr><th scope="row">${escaped(alarmName)}</th><td>${timeText(from)}</td><td>${to === undefined ? "not in the history" : timeText(to)}</td><td>${escaped(reason)}</td></tr>`,
    ),
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Backtest</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 1000px; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
th, td { border-bottom: 1px solid #ccc; padding: .3rem .6rem; text-align: left; vertical-align: top; }
svg { max-width: 100%; height: auto; }
</style>
<h1>Backtest</h1>
<p>${events.toLocaleString("en")} events, ${timeText(start)} to ${timeText(end)}</p>
${svg}
<table><thead><tr><th>Alarm</th><th>Went off</th><th>A day</th><th>In ALARM</th></tr></thead><tbody>${rows.join("")}</tbody></table>
<table><thead><tr><th>Alarm</th><th>From</th><th>To</th><th>Reason</th></tr></thead><tbody>${details.join("")}</tbody></table>
</html>
`;
}
