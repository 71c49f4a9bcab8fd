import type { ResultValue } from "./engine/values.ts";

/** Spreadsheets run what begins so. https://owasp.org/www-community/attacks/CSV_Injection */
const FORMULA = /^[=+\-@\t\r]/;

/** A line of CSV (RFC 4180); a text that a spreadsheet would take for a formula gets an apostrophe in front. */
export function csvLine(cells: readonly ResultValue[]): string {
  return `${cells.map(cellOf).join(",")}\r\n`;
}

function cellOf(value: ResultValue): string {
  if (value === null) return "";
  const plain = typeof value === "object" ? JSON.stringify(value) : String(value);
  const text = typeof value === "string" && FORMULA.test(plain) ? `'${plain}` : plain;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
