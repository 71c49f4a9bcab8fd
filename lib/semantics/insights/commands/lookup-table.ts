import { isInSubnet } from "../functions/address-functions.ts";
import { keyOf, type Value } from "../values.ts";

/** Reference data that `lookup` reads. */
export interface LookupTable {
  readonly columns: readonly string[];
  /** Cells in the order of the columns. */
  readonly rows: readonly (readonly string[])[];
}

/** A CSV text with a header row; quotes hold commas and line ends, and two of them are one. */
export function parseLookupTable(csv: string): LookupTable {
  const [columns = [], ...rows] = csvRows(csv);
  return { columns: columns.map((column) => column.trim()), rows };
}

/** Finds the row of a table whose columns have the given values. */
export function tableFinder(
  table: LookupTable,
  columns: readonly number[],
): (values: readonly Value[]) => readonly string[] | undefined {
  const byKey = new Map<string, readonly string[]>();
  for (const row of table.rows) {
    const key = JSON.stringify(columns.map((column) => keyOf(row[column] ?? "")));
    if (!byKey.has(key)) byKey.set(key, row);
  }
  return (values) => (values.includes(undefined) ? undefined : byKey.get(JSON.stringify(values.map(keyOf))));
}

/** Finds the row of a table whose range of addresses holds an address: of several the narrowest. */
export function rangeFinder(
  table: LookupTable,
  column: number,
): (values: readonly Value[]) => readonly string[] | undefined {
  const prefixOf = (row: readonly string[]): number => Number(row[column]?.split("/")[1] ?? 128);
  const narrowest = [...table.rows].sort((one, other) => prefixOf(other) - prefixOf(one));
  return ([address]) => narrowest.find((row) => isInSubnet(address, row[column]));
}

function csvRows(csv: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  const endRow = (): void => {
    row.push(cell);
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
    cell = "";
  };
  for (let at = 0; at < csv.length; at += 1) {
    const character = csv[at]!;
    if (quoted) {
      if (character !== '"') cell += character;
      else if (csv[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"' && cell === "") quoted = true;
    else if (character === ",") {
      row.push(cell);
      cell = "";
    } else if (character === "\n") endRow();
    else if (character !== "\r") cell += character;
  }
  endRow();
  return rows;
}
