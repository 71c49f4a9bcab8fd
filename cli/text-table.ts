import { stripVTControlCharacters } from "node:util";

/** Columns that the last one keeps at least on a narrow terminal. */
const LEAST_LAST = 30;

/**
 * Rows in aligned columns, two spaces apart. On a terminal the last column goes on below itself, between words; a word that is longer
 * than its column stays whole.
 *
 * @param width columns of the terminal; Infinity for a file or a pipe
 */
export function textTable(
  rows: readonly (readonly string[])[],
  width: number = process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY,
): string {
  const last = Math.max(0, ...rows.map((row) => row.length - 1));
  const widths = Array.from({ length: last }, (_, column) =>
    Math.max(...rows.map((row) => visible(row[column] ?? "").length)),
  );
  const indent = widths.reduce((sum, own) => sum + own + 2, 0);
  const room = Math.max(LEAST_LAST, width - indent);
  return rows
    .map((row) => {
      const head = widths
        .map((own, column) => {
          const cell = row[column] ?? "";
          return `${cell}${" ".repeat(own - visible(cell).length)}  `;
        })
        .join("");
      return `${head}${wrapped(row[last] ?? "", room, " ".repeat(indent))}`.trimEnd();
    })
    .join("\n");
}

function wrapped(text: string, room: number, indent: string): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && visible(longer).length > room) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line].join(`\n${indent}`);
}

const visible = (text: string): string => stripVTControlCharacters(text);
