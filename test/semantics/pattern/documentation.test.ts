import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compilePattern } from "../../../lib/semantics/pattern/index.ts";

const page = readFileSync(new URL("../../../docs/filter-patterns.md", import.meta.url), "utf8");
const rows = [...page.matchAll(/^\| `(.+)` \| `(.+)` \| (yes|no) \|$/gm)].map((row) => ({
  pattern: (row[1] as string).replaceAll("\\|", "|"),
  message: row[2] as string,
  matches: row[3] === "yes",
}));

test("the page has examples of every language", () => {
  expect(new Set(rows.map(({ pattern }) => compilePattern(pattern).kind))).toEqual(
    new Set(["terms", "json", "space"]),
  );
});

test.each(rows)("the page says $matches of $pattern on $message", ({ pattern, message, matches }) => {
  expect(compilePattern(pattern).test(message)).toBe(matches);
});
