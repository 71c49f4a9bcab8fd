import { htmlText } from "cumulog/analysis";
import type { EChartsOption } from "echarts";
import type { AlarmSeries } from "../alarm-series.ts";
import type { AlarmResult, BacktestResult } from "../result.ts";
import { durationText } from "../table.ts";
import { alarmOption } from "./chart-options.ts";
import { DARK, LIGHT, type ReportColors } from "./colors.ts";
import type { Draw } from "./with-charts.ts";

/** The chart of all alarms. */
interface OverviewChart {
  readonly option: (result: BacktestResult, colors: ReportColors) => EChartsOption;
  readonly height: number;
}

const ALARM_CHART_HEIGHT = 220;
/** Of an alarm that goes off often, the others are behind a click. */
const ROWS_SHOWN = 10;
const variables = ({ text, faint, line, background, alarm }: ReportColors): string =>
  `--text:${text};--faint:${faint};--line:${line};--background:${background};--alarm:${alarm};`;

const STYLES = `:root{color-scheme:light dark;${variables(LIGHT)}}
.dark{display:none}
@media (prefers-color-scheme:dark){:root{${variables(DARK)}}.light{display:none}.dark{display:block}}
@media print{:root{color-scheme:light;${variables(LIGHT)}}.light{display:block}.dark{display:none}section{break-inside:avoid}}
body{font:15px/1.5 system-ui,sans-serif;color:var(--text);background:var(--background);max-width:1000px;margin:2rem auto;padding:0 1rem}
h1{margin:0}h2{margin:2.5rem 0 .2rem;font-size:1.15rem;overflow-wrap:anywhere}
p{margin:.2rem 0}.faint{color:var(--faint)}.in-alarm{color:var(--alarm)}
figure{margin:.8rem 0}svg{width:100%;height:auto}
.table{overflow-x:auto}
table{border-collapse:collapse;width:100%;margin:.6rem 0;font-size:.9rem}
th,td{border-bottom:1px solid var(--line);padding:.3rem .8rem .3rem 0;text-align:left;vertical-align:top;overflow-wrap:anywhere}
thead th{overflow-wrap:normal;color:var(--faint);font-weight:600}td{font-variant-numeric:tabular-nums}
.time,.length{white-space:nowrap}summary{color:var(--faint);cursor:pointer}a{color:inherit}`;

/** A report as one page without outside resources, for light, dark and paper. No script runs in it. */
export function reportPage(result: BacktestResult, draw: Draw, overview: OverviewChart): string {
  const { alarms, events, start, end, warnings, series = [] } = result;
  const both = (label: string, option: (colors: ReportColors) => EChartsOption, height: number): string =>
    `<figure role="img" aria-label="${htmlText(label)}"><div class="light">${draw(option(LIGHT), height)}</div><div class="dark">${draw(option(DARK), height)}</div></figure>`;
  const sections = alarms.map((alarm, index) => {
    const own = series.find(({ alarmName }) => alarmName === alarm.alarmName);
    const chart =
      own === undefined || own.lines.every(({ points }) => points.length === 0)
        ? ""
        : both(
            `What ${alarm.alarmName} looked at`,
            (colors) => alarmOption(own, alarm, result, colors),
            ALARM_CHART_HEIGHT,
          );
    return alarmSection(alarm, own, chart, index);
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Backtest</title>
<style>${STYLES}</style>
</head>
<body>
<h1>Backtest</h1>
<p class="faint">${events.toLocaleString("en")} events, ${readable(start)} to ${readable(end)} UTC</p>
${warnings.map((warning) => `<p>${htmlText(warning)}</p>`).join("\n")}
${both("When the alarms were in ALARM", (colors) => overview.option(result, colors), overview.height)}
${summaryTable(alarms)}
${sections.join("\n")}
</body>
</html>
`;
}

function summaryTable(alarms: readonly AlarmResult[]): string {
  const rows = alarms.map(
    ({ alarmName, firings, firingsPerDay, firingMs }, index) =>
      `<tr><th scope="row"><a href="#alarm-${index}">${htmlText(alarmName)}</a></th><td>${firings.length}</td><td>${firingsPerDay.toFixed(1)}</td><td class="length">${durationText(firingMs)}</td></tr>`,
  );
  return `<div class="table"><table><thead><tr><th>Alarm</th><th>Went off</th><th>A day</th><th>In ALARM</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}

function alarmSection(
  { alarmName, firings, hasData }: AlarmResult,
  series: AlarmSeries | undefined,
  chart: string,
  index: number,
): string {
  const { condition, description } = series ?? {};
  const rows = firings.map(
    ({ from, to, reason }) =>
      `<tr><td class="time">${readable(from)}</td><td class="time">${to === undefined ? "not in the history" : readable(to)}</td><td class="length">${to === undefined ? "" : durationText(to - from)}</td><td>${htmlText(reason)}</td></tr>`,
  );
  const table =
    rows.length === 0
      ? `<p class="faint">${hasData ? "It did not go off." : "Nothing in the history makes its metric."}</p>`
      : `${firingTable(rows.slice(0, ROWS_SHOWN))}${rows.length <= ROWS_SHOWN ? "" : `<details><summary>${rows.length - ROWS_SHOWN} more</summary>${firingTable(rows.slice(ROWS_SHOWN))}</details>`}`;
  return `<section id="alarm-${index}">
<h2>${htmlText(alarmName)}</h2>
${condition === undefined ? "" : `<p>In ALARM when ${htmlText(condition)}</p>`}
${description === undefined ? "" : `<p class="faint">${htmlText(description)}</p>`}
${chart}
${table}
</section>`;
}

const firingTable = (rows: readonly string[]): string =>
  `<div class="table"><table><thead><tr><th>From (UTC)</th><th>To (UTC)</th><th>Length</th><th>Reason</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>`;

/** `2026-01-02 12:34:56`, without seconds where they are zero. */
function readable(time: number | undefined): string {
  if (time === undefined) return "–";
  return new Date(time).toISOString().slice(0, 19).replace("T", " ").replace(/:00$/, "");
}
