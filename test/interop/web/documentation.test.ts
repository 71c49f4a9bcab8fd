import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";

const interop = join(import.meta.dirname, "..");
const pages = ["http.md", "lambda.md"].map((page) => readFileSync(join(interop, "../../docs", page), "utf8"));
const snippets = pages.flatMap((page) =>
  [...page.matchAll(/^```ts interop\n(.*?)^```$/gms)].map(([, code]) => code!),
);
mkdirSync(join(interop, ".cumulog"), { recursive: true });
const folder = mkdtempSync(join(interop, ".cumulog/snippets-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("every framework's snippet compiles and runs", () => {
  for (const [index, code] of snippets.entries()) writeFileSync(join(folder, `snippet-${index}.ts`), code);
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ extends: "../../tsconfig.json", include: ["*.ts"], exclude: [] }),
  );
  const { resolve } = createRequire(import.meta.url);
  const compiler = join(dirname(resolve("typescript/package.json")), "bin/tsc");

  const outputs = [
    execFileSync(process.execPath, [compiler, "-p", folder], { encoding: "utf8" }),
    ...snippets.map((_, index) =>
      execFileSync(process.execPath, [join(folder, `snippet-${index}.ts`)], { encoding: "utf8" }),
    ),
  ];

  expect(snippets.length).toBe(6);
  expect(outputs[0]).toBe("");
}, 120_000);
