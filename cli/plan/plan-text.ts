import { styleText } from "node:util";
import Table from "cli-table3";
import { terminalText } from "../terminal-text.ts";
import type { Plan, PlannedSignal } from "./plan.ts";

const PLAIN = { head: [], border: [] };
const dollars = (amount: number): string => `$${amount.toFixed(2)}`;
const day = (time: number | undefined): string =>
  time === undefined ? "–" : new Date(time).toISOString().slice(0, 16).replace("T", " ");

/** The plan as a person reads it. */
export function planText(
  { signals, monthly, prices, bytesPerDay, history }: Plan,
  { stream = process.stdout }: { stream?: NodeJS.WriteStream } = {},
): string {
  if (signals.length === 0) return "The configuration has no signals.";
  const table = new Table({
    head: ["Signal", "Kind", "Deploys", "A month", ...(history ? ["Would have gone off"] : [])],
    style: PLAIN,
  });
  for (const signal of signals)
    table.push([
      terminalText(signal.name),
      signal.kind,
      resourcesText(signal.resources),
      { content: dollars(signal.cost.monthly), hAlign: "right" },
      ...(history ? [firingsText(signal, stream)] : []),
    ]);
  table.push([
    { colSpan: 3, content: "together" },
    { content: dollars(monthly), hAlign: "right" },
    ...(history ? [""] : []),
  ]);
  const reasons = signals.map(({ name, reason }) => `  ${name}: ${reason}.`);
  const over =
    history &&
    `Over ${history.events.toLocaleString("en")} events from ${day(history.start)} to ${day(history.end)} UTC, all taken as events of each signal's group.`;
  const scanned = bytesPerDay > 0 ? ` Queries scan ${(bytesPerDay / 1e9).toFixed(3)} GB of log a day.` : "";
  return [
    table.toString(),
    `Prices of ${prices.region} beyond the free tier, read on ${prices.readOn}: see docs/costs.md.${scanned}`,
    ...(over ? [over] : []),
    "Why this way:",
    ...reasons,
    ...googleText(signals),
  ].join("\n");
}

/** What of the signals `cumulog synth --google` writes out; what is not quite the same is told once, by numbers. */
function googleText(signals: readonly PlannedSignal[]): string[] {
  const sentences: string[] = [];
  const numberOf = (sentence: string): number => {
    if (!sentences.includes(sentence)) sentences.push(sentence);
    return sentences.indexOf(sentence) + 1;
  };
  const lines = signals.flatMap(({ name, google }) => {
    if (google === undefined) return [];
    if ("reason" in google) return [`  ${name}: not there. ${upperFirst(google.reason)}.`];
    const numbers = google.differences.map(numberOf).sort((one, other) => one - other);
    return [`  ${name}: the same${numbers.length > 0 ? `, but for ${numbers.join(", ")}` : ""}.`];
  });
  if (lines.length === 0) return [];
  const notes = sentences.map((sentence, index) => `    ${index + 1}. ${upperFirst(sentence)}.`);
  return ["On Google Cloud (cumulog synth --google):", ...lines, ...notes];
}

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function resourcesText(resources: PlannedSignal["resources"]): string {
  return Object.entries(resources)
    .map(([what, count]) => (count === 1 ? `1 ${what}` : `${count} ${what}s`))
    .join(", ");
}

function firingsText({ firings, firingsPerDay }: PlannedSignal, stream: NodeJS.WriteStream): string {
  if (firings === undefined) return "";
  if (firings === 0) return styleText("green", "never", { stream });
  return styleText("red", `${firings} × (${firingsPerDay!.toFixed(1)} a day)`, { stream });
}
