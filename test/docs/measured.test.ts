import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import {
  BEGIN,
  END,
  FigureMissingError,
  MEASURED,
  measuredTable,
  withMeasuredTable,
} from "../../scripts/measured-table.ts";

const root = join(import.meta.dirname, "../..");
const results = join(root, "bench/results");
const readme = readFileSync(join(root, "README.md"), "utf8");

const folder = mkdtempSync(join(tmpdir(), "results-"));
afterAll(() => rmSync(folder, { recursive: true }));

const PLACEHOLDER = /\{[^{}]*\}/g;

/** Keeps a number for every figure that is quoted, each another. */
function keepAll(): Map<string, number> {
  const figures = new Map<string, number>();
  const rowsOf = new Map<string, Record<string, Record<string, number>>>();
  for (const { bench, cumulog, others } of MEASURED)
    for (const [placeholder] of `${cumulog}${others}`.matchAll(PLACEHOLDER)) {
      const [row, member] = placeholder.slice(1).split("|") as [string, string];
      const rows = rowsOf.get(bench) ?? {};
      const figure = figures.get(bench + placeholder) ?? 100 + figures.size;
      rows[row] = { ...rows[row], [member]: figure };
      rowsOf.set(bench, rows);
      figures.set(bench + placeholder, figure);
    }
  for (const [bench, rows] of rowsOf)
    writeFileSync(
      join(folder, `${bench}.json`),
      JSON.stringify({ date: "2026-01-01", machine: "2 cores", rows }),
    );
  return figures;
}

describe("the figures of README", () => {
  test.runIf(existsSync(results))(
    "are those that the benches kept (runs where bench/results is kept)",
    () => {
      expect(withMeasuredTable(readme, measuredTable(results))).toBe(readme);
    },
  );

  test("come from files alone: the lines have none of their own", () => {
    for (const { cumulog, others } of MEASURED)
      expect(`${cumulog} ${others}`.replaceAll(PLACEHOLDER, "")).not.toMatch(
        /\d+(?:[.,]\d+)?\s*(?:×|%|s\b|ms|KB|MB|ns)/,
      );
  });

  test("are written into their places", () => {
    const figures = keepAll();

    const table = measuredTable(folder);

    expect(table).toContain("on 2 cores, 2026-01-01.");
    for (const figure of figures.values()) expect(table).toMatch(new RegExp(`\\b${figure}(?:\\.0+)?\\b`));
    expect(table).not.toMatch(/[{}]/);
    expect(withMeasuredTable(`before ${BEGIN} old ${END} after`, table)).toBe(`before ${table} after`);
    expect(() => withMeasuredTable("no marks", table)).toThrow(FigureMissingError);
  });

  test("that no bench has kept are named with the command that keeps them", () => {
    keepAll();
    rmSync(join(folder, "google.json"));

    expect(() => measuredTable(folder)).toThrow(
      /google\.json is missing: KEEP=1 npm run bench:google writes it/,
    );
    writeFileSync(join(folder, "google.json"), JSON.stringify({ date: "", machine: "", rows: {} }));
    expect(() => measuredTable(folder)).toThrow(FigureMissingError);
  });
});
