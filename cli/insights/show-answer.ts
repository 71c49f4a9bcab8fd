import { styleText } from "node:util";
import Table from "cli-table3";
import { showWarnings } from "../log-options.ts";
import { terminalText } from "../terminal-text.ts";
import type { Answer } from "./answer.ts";

/** Prints rows as a table, as JSON objects or as CSV; what was scanned goes to standard error. */
export function showAnswer(
  { rows, recordsMatched, recordsScanned, bytesScanned, warnings }: Answer,
  { json, csv }: { readonly json?: true; readonly csv?: true },
): void {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (json) process.stdout.write(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  else if (csv)
    process.stdout.write(
      [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ""))]
        .map((cells) => `${cells.map(quoted).join(",")}\n`)
        .join(""),
    );
  else if (rows.length > 0) process.stdout.write(`${tableOf(columns, rows)}\n`);
  showWarnings(warnings);
  if (!json && !csv)
    process.stderr.write(
      `${rows.length} ${rows.length === 1 ? "row" : "rows"}; ${recordsMatched} of ${recordsScanned} events matched, ${bytesScanned} bytes scanned\n`,
    );
}

function tableOf(columns: readonly string[], rows: Answer["rows"]): string {
  const table = new Table({
    head: columns.map((column) => styleText("bold", terminalText(column), { stream: process.stdout })),
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows) table.push(columns.map((column) => terminalText(row[column] ?? "")));
  return table.toString();
}

function quoted(cell: string): string {
  return /[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
