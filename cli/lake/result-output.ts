import { once } from "node:events";
import type { QueryResult, ResultValue } from "@cumulog/lake";
import { terminalText } from "../terminal-text.ts";
import { lakePackage } from "./package.ts";

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, "drain");
}

/** One array of row objects, written as it comes. */
export async function writeJson({ columns, parts }: QueryResult): Promise<void> {
  let begin = "[";
  for await (const part of parts) {
    if (part.length === 0) continue;
    const rows = part.map((row) =>
      JSON.stringify(Object.fromEntries(columns.map((name, index) => [name, row[index] ?? null]))),
    );
    await write(`${begin}${rows.join(",\n")}`);
    begin = ",\n";
  }
  await write(begin === "[" ? "[]\n" : "]\n");
}

/** CSV in which no cell is a formula. */
export async function writeCsv({ columns, parts }: QueryResult): Promise<void> {
  const { csvLine } = await lakePackage();
  await write(csvLine(columns));
  for await (const part of parts) await write(part.map(csvLine).join(""));
}

const LONGEST_CELL = 80;

/** A table of the first rows. */
export async function writeTable({ columns, parts }: QueryResult, limit: number): Promise<void> {
  const { default: Table } = await import("cli-table3");
  const table = new Table({
    head: columns.map(terminalText),
    style: { head: process.stdout.isTTY ? ["bold"] : [], border: [] },
  });
  let count = 0;
  for await (const part of parts)
    for (const row of part) {
      count += 1;
      if (count <= limit) table.push(row.map(cellOf));
    }
  await write(`${table.toString()}\n`);
  if (count > limit)
    await write(
      `${limit} of ${count.toLocaleString("en")} rows; --json and --csv have all, --limit shows more\n`,
    );
}

function cellOf(value: ResultValue): string {
  if (value === null) return "";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  const plain = terminalText(text);
  return plain.length > LONGEST_CELL ? `${plain.slice(0, LONGEST_CELL - 1)}…` : plain;
}
