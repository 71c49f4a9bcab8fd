import { MESSAGE, putFields, textAt } from "../document.ts";
import type { ParseCsv, Step } from "../types.ts";

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation-Configurable.html#CloudWatch-Logs-Transformation-csv */
export function parseCsv({
  source = MESSAGE,
  destination,
  delimiter = ",",
  quoteCharacter = '"',
  columns = [],
}: ParseCsv): Step {
  // Of two characters, the escaped tab is the one that is documented.
  const separator = delimiter === "\\t" ? "\t" : delimiter;
  return (piece) => {
    const text = textAt(piece, source);
    if (text === undefined) return;
    const cells = cellsOf(text, separator, quoteCharacter);
    putFields(
      piece.document,
      destination,
      cells.map((cell, index) => [columns[index] ?? `column_${index + 1}`, cell] as const),
    );
  };
}

function cellsOf(text: string, delimiter: string, quote: string): string[] {
  const cells: string[] = [];
  let cell = "";
  let quoted = false;
  for (let at = 0; at < text.length; ) {
    if (quoted) {
      if (text[at] !== quote) cell += text[at++];
      else if (text[at + 1] === quote) {
        cell += quote;
        at += 2;
      } else {
        quoted = false;
        at += 1;
      }
    } else if (text[at] === quote && cell.trim() === "") {
      cell = "";
      quoted = true;
      at += 1;
    } else if (text.startsWith(delimiter, at)) {
      cells.push(cell);
      cell = "";
      at += delimiter.length;
    } else cell += text[at++];
  }
  cells.push(cell);
  return cells;
}
