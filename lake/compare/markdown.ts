import type { ComparedMeasure, Comparison, Measure, Verdict } from "./compare.ts";

const SIGNS: Readonly<Record<Verdict, string>> = { worse: "🔴", better: "🟢", same: "", "too few": "…" };
const SENTENCES: Readonly<Record<Verdict, string>> = {
  worse: "Worse: at least one route is slower or fails more often.",
  better: "Better: at least one route is faster or fails less often, and none is worse.",
  same: "The same: no difference is larger than chance and the tolerance.",
  "too few": "Too few requests to tell.",
};

/** A comparison as a table of Markdown, for a pull request. */
export function comparisonMarkdown({ verdict, routes }: Comparison): string {
  const rows = routes.map(({ route, requests, measures, verdict: ofRoute }) => {
    const cells = (["p50", "p95", "p99", "error_rate"] as const).map((measure) =>
      cellOf(measure, measures[measure]),
    );
    return `| ${escaped(route)} | ${requests.before} → ${requests.after} | ${cells.join(" | ")} | ${ofRoute} |`;
  });
  return [
    `**${SENTENCES[verdict]}**`,
    "",
    "| route | requests | p50 ms | p95 ms | p99 ms | errors | verdict |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    ...rows,
    "",
    "In brackets: the interval of the new value, 95 % confidence.",
    "",
  ].join("\n");
}

function cellOf(measure: Measure, compared: ComparedMeasure | undefined): string {
  if (compared === undefined) return "–";
  const { before, after, verdict } = compared;
  const text = measure === "error_rate" ? percent : milliseconds;
  return `${text(before.value)} → ${text(after.value)} (${text(after.low)} – ${text(after.high)}) ${SIGNS[verdict]}`.trim();
}

const percent = (rate: number): string => `${(rate * 100).toFixed(2)} %`;
const milliseconds = (value: number): string => String(Math.round(value * 10) / 10);

/** A route comes from logs: it must not be markup or end the cell. */
const escaped = (text: string): string =>
  text
    .replaceAll(/[\\`*_{}[\]<>|~]/g, (character) => (text === "*" ? "all" : `\\${character}`))
    .replaceAll(/\s+/g, " ");
