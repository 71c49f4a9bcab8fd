import { readFileSync } from "node:fs";
import { join } from "node:path";
import { htmlText } from "cumulog/analysis";
import { timeText, wordsOf } from "../charts/chart-data.ts";
import { FONTS } from "../charts/fonts.ts";
import { DARK, FONT_FAMILY, LIGHT, type Theme } from "../charts/theme.ts";
import type { ResultValue } from "../engine/values.ts";
import type { Report, ReportSection } from "./compose.ts";

const MOST_ROWS = 50;

const variables = (theme: Theme): string =>
  `--text:${theme.text};--faint:${theme.faint};--line:${theme.line};--background:${theme.background};--error:${theme.error};`;

function styles(): string {
  const font = readFileSync(join(FONTS, "dejavu-sans.woff2")).toString("base64");
  return `@font-face{font-family:"${FONT_FAMILY}";src:url(data:font/woff2;base64,${font}) format("woff2")}
:root{color-scheme:light dark;${variables(LIGHT)}}
.dark{display:none}
@media (prefers-color-scheme:dark){:root{${variables(DARK)}}.light{display:none}.dark{display:block}}
@media print{:root{color-scheme:light;${variables(LIGHT)}}.light{display:block}.dark{display:none}section{break-inside:avoid}details{display:none}}
body{font:15px/1.5 system-ui,"${FONT_FAMILY}",sans-serif;color:var(--text);background:var(--background);max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{margin:0}h2{margin:2.5rem 0 .5rem;font-size:1.2rem}
.facts{color:var(--faint);margin:.25rem 0 1.5rem}
svg{width:100%;height:auto}
.table{overflow-x:auto}
table{border-collapse:collapse;font-size:.85rem}
th,td{border-bottom:1px solid var(--line);padding:.25rem .75rem .25rem 0;text-align:left;vertical-align:top;max-width:28rem;overflow-wrap:anywhere}
th{color:var(--faint);font-weight:600;overflow-wrap:normal}td.number,th.number{text-align:right;font-variant-numeric:tabular-nums}
summary{color:var(--faint);cursor:pointer}pre{white-space:pre-wrap;font-size:.8rem}
.faint{color:var(--faint)}`;
}

/** A report as one page without outside resources, for light, dark and paper. No script runs in it. */
export function reportPage(report: Report): string {
  const { title, sections } = report;
  // Nothing may run or load; the charts bring styles of their own.
  const policy = "default-src 'none'; font-src data:; style-src 'unsafe-inline'";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="${policy}">
<title>${htmlText(title)}</title>
<style>${styles()}</style>
</head>
<body>
<header><h1>${htmlText(title)}</h1>${factsOf(report)}</header>
<main>${sections.length === 0 ? "<p>No events were found in this time.</p>" : sections.map((section) => sectionOf(section, report.timezone)).join("\n")}</main>
</body>
</html>
`;
}

function factsOf({ span, timezone }: Report): string {
  if (span === undefined) return "";
  const rate = span.events === 0 ? 0 : (span.errors / span.events) * 100;
  return `<p class="facts">${timeText(span.from, timezone)} to ${timeText(span.to, timezone)} (${htmlText(timezone)}) · ${span.events.toLocaleString("en")} events · ${span.errors.toLocaleString("en")} errors (${rate.toFixed(2)} %)</p>`;
}

function sectionOf({ name, title, sql, svg, data }: ReportSection, timezone: string): string {
  const chart =
    svg === undefined
      ? ""
      : `<figure style="margin:0" role="img" aria-label="Chart: ${htmlText(title)}"><div class="light">${svg.light}</div><div class="dark">${svg.dark}</div></figure>`;
  const table = tableOf(data, timezone);
  return `<section id="${htmlText(name)}">
<h2>${htmlText(title)}</h2>
${chart}
${svg === undefined || data.rows.length <= 10 ? table : `<details><summary>Table</summary>${table}</details>`}
<details><summary>SQL</summary><pre>${htmlText(sql)}</pre></details>
</section>`;
}

function tableOf({ columns, rows }: ReportSection["data"], timezone: string): string {
  if (rows.length === 0) return '<p class="faint">Nothing.</p>';
  const isNumber = columns.map((_, index) =>
    rows.every((row) => row[index] === null || typeof row[index] === "number"),
  );
  const isTime = columns.map(
    (name, index) => isNumber[index] === true && /_ms$/.test(name) && !/duration/.test(name),
  );
  const classOf = (index: number) => (isNumber[index] && !isTime[index] ? ' class="number"' : "");
  const head = columns.map(
    (name, index) =>
      `<th${classOf(index)}>${htmlText(isTime[index] ? wordsOf(name.replace(/_ms$/, "")) : wordsOf(name))}</th>`,
  );
  const body = rows
    .slice(0, MOST_ROWS)
    .map(
      (row) =>
        `<tr>${row.map((value, index) => `<td${classOf(index)}>${htmlText(isTime[index] && typeof value === "number" ? timeText(value, timezone) : cellOf(columns[index]!, value))}</td>`).join("")}</tr>`,
    );
  const more =
    rows.length > MOST_ROWS
      ? `<p class="faint">${MOST_ROWS} of ${rows.length.toLocaleString("en")} rows</p>`
      : "";
  return `<div class="table"><table><thead><tr>${head.join("")}</tr></thead><tbody>${body.join("")}</tbody></table></div>${more}`;
}

function cellOf(name: string, value: ResultValue): string {
  if (value === null) return "–";
  if (typeof value === "number") {
    if (/rate|^part$|^of_first$/.test(name)) return `${(value * 100).toFixed(2)} %`;
    return value.toLocaleString("en", { maximumFractionDigits: 4 });
  }
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
