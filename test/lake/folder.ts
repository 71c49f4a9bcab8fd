import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { queryRows, type ResultValue } from "@cumulog/lake";
import { onTestFinished } from "vitest";

/** A folder that is gone after the test. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "cumulog-lake-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The rows of a query as objects. */
export async function rowsOf(directory: string, sql: string, timezone?: string) {
  const { columns, rows } = await queryRows({ directory, sql, ...(timezone !== undefined && { timezone }) });
  return rows.map((row) =>
    Object.fromEntries(columns.map((name, index) => [name, row[index]] as [string, ResultValue])),
  );
}

/** The only value of a query. */
export async function onlyValue(directory: string, sql: string): Promise<ResultValue> {
  const { rows } = await queryRows({ directory, sql });
  return rows[0]![0]!;
}
