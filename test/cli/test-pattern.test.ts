import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const command = fileURLToPath(new URL("../../cli/test-pattern.ts", import.meta.url));
const program = `import(${JSON.stringify(command)}).then((module) => module.testPatternCommand().parseAsync())`;

interface Result {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(args: readonly string[], input = "", closeAfterFirst = false): Promise<Result> {
  const child = spawn(process.execPath, ["--input-type=module", "-e", program, "--", ...args]);
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
    if (closeAfterFirst) child.stdout.destroy();
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  return new Promise((resolve) => {
    child.on("close", (status) => resolve({ status, stdout, stderr }));
  });
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "cumulog-test-pattern-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("prints the matching lines of standard input, without colours in a pipe", async () => {
  expect(await run(["ERROR"], "ERROR one\nfine\nERROR two\n")).toEqual({
    status: 0,
    stdout: "ERROR one\nERROR two\n",
    stderr: "",
  });
});

test("prints extracted fields, and matches as JSON lines", async () => {
  const line = 'a [b c] "d e" 404';
  expect((await run(["[one, two, three, status = 4*]"], line)).stdout).toBe(
    `${line}\n  $one = a\n  $two = b c\n  $three = d e\n  $status = 404\n`,
  );
  const json = (await run(["--json", "[..., status = 4*]"], line)).stdout;
  expect(JSON.parse(json)).toEqual({
    line: 1,
    message: line,
    extractedValues: { $1: "a", $2: "b c", $3: "d e", $status: "404" },
  });
});

test("reads files, counts and inverts", async () => {
  const file = join(folder, "a.log");
  writeFileSync(file, "ERROR one\nfine\n");
  expect((await run(["ERROR", file, file])).stdout).toBe(`${file}:ERROR one\n${file}:ERROR one\n`);
  expect((await run(["--count", "ERROR", file])).stdout).toBe("1\n");
  expect((await run(["--invert", "ERROR", file])).stdout).toBe("fine\n");
});

test("ends with 1 when nothing matches and 2 when a file cannot be read", async () => {
  expect((await run(["ERROR"], "fine\n")).status).toBe(1);
  const missing = await run(["ERROR", join(folder, "missing.log")]);
  expect(missing.status).toBe(2);
  expect(missing.stderr).toContain("ENOENT");
});

test("points into a pattern that is wrong", async () => {
  const { status, stderr } = await run(["{ $.a = }"]);
  expect(status).toBe(2);
  expect(stderr).toContain("\n  { $.a = }\n          ^\n");
});

test("ends quietly when the reader goes away", async () => {
  const { status, stderr } = await run(["ERROR"], "ERROR\n".repeat(200_000), true);
  expect(stderr).toBe("");
  expect(status).toBe(0);
});
