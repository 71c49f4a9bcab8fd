import { execFile } from "node:child_process";
import {
  chmodSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseDocument } from "yaml";

const execute = promisify(execFile);
const root = join(import.meta.dirname, "../..");

interface Snippet {
  readonly page: string;
  readonly line: number;
  readonly language: string;
  readonly code: string;
}

/** Fenced blocks of a page. A word behind the language, such as `no-run`, takes the block out. */
function snippetsOf(page: string): Snippet[] {
  const snippets: Snippet[] = [];
  const lines = readFileSync(join(root, page), "utf8").split("\n");
  for (let index = 0; index < lines.length; index++) {
    const [, indent, language, rest] = /^(\s*)```(\w+)(.*)$/.exec(lines[index]!) ?? [];
    if (language === undefined) continue;
    const end = lines.findIndex((line, at) => at > index && line.trim() === "```");
    const code = lines
      .slice(index + 1, end)
      .map((line) => line.slice(indent!.length))
      .join("\n");
    if (rest!.trim() === "") snippets.push({ page, line: index + 1, language, code });
    index = end;
  }
  return snippets;
}

const pages = ["README.md", ...globSync("docs/**/*.md", { cwd: root })]
  .filter((page) => existsSync(join(root, page)))
  .sort();
const snippets = pages.flatMap(snippetsOf);
/** Inside the project, so that `import … from "cumulog"` finds the built package by its own name. */
let folder: string;
let binaries: string;

beforeAll(() => {
  if (!existsSync(join(root, "lib/dist/index.js")))
    throw new Error('The package is not built: run "npm run build" first.');
  mkdirSync(join(root, ".cumulog"), { recursive: true });
  folder = mkdtempSync(join(root, ".cumulog/snippets-"));
  binaries = join(folder, "bin");
  mkdirSync(binaries);
  writeFileSync(
    join(binaries, "cumulog"),
    `#!/bin/sh\nexec node "${join(root, "lib/bin/cumulog.js")}" "$@"\n`,
  );
  writeFileSync(join(binaries, "npx"), '#!/bin/sh\nexec "$@"\n');
  for (const name of ["cumulog", "npx"]) chmodSync(join(binaries, name), 0o755);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(command: string, parameters: readonly string[], cwd: string) {
  const PATH = [binaries, join(root, "node_modules/.bin"), process.env["PATH"]].join(":");
  const { NODE_OPTIONS: _, VITEST: __, ...env } = process.env;
  return execute(command, parameters, {
    cwd,
    env: { ...env, PATH, NO_COLOR: "1", AWS_REGION: "us-east-1" },
    timeout: 60_000,
    // A page logs ten thousand records to standard output.
    maxBuffer: 67_108_864,
  });
}

describe.each(
  pages.filter((page) => snippets.some((one) => one.page === page && ["ts", "sh"].includes(one.language))),
)("%s", (page) => {
  const own = snippets.filter((snippet) => snippet.page === page);
  test
    .runIf(own.some(({ language }) => language === "ts"))
    .each(own.filter(({ language }) => language === "ts"))(
    "TypeScript at line $line runs",
    async ({ code, line }) => {
      const file = join(folder, `${page.replaceAll(/[^a-zA-Z]/g, "-")}-${line}.mts`);
      writeFileSync(file, code);

      const { stderr } = await run("node", ["--disable-warning=ExperimentalWarning", file], folder);

      expect(stderr).not.toMatch(/Error/);
    },
    90_000,
  );
  test
    .runIf(own.some(({ language }) => language === "sh"))
    .each(own.filter(({ language }) => language === "sh"))(
    "commands at line $line run",
    async ({ code, line }) => {
      const cwd = join(folder, `sh-${page.replaceAll(/[^a-zA-Z]/g, "-")}-${line}`);
      mkdirSync(cwd);

      const { stderr } = await run("bash", ["-euo", "pipefail", "-c", code], cwd);

      expect(stderr).not.toMatch(/Error/);
    },
    90_000,
  );
});

test.each(snippets.filter(({ language }) => language === "yaml" || language === "json"))(
  "$page has well-formed $language at line $line",
  ({ code }) => {
    const { errors } = parseDocument(code);

    expect(errors).toEqual([]);
  },
);

test("there are snippets to run", () => {
  expect(snippets.length).toBeGreaterThan(0);
});
