import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";

const command = fileURLToPath(new URL("../../cli/test-pattern.ts", import.meta.url));
const program = `import(${JSON.stringify(command)}).then((module) => module.testPatternCommand().parseAsync())`;

interface Result {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(args: readonly string[], input: string | Buffer = "", closeAfterFirst = false): Promise<Result> {
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

test("reads folders, gzip files and byte order marks, and takes an empty file for no match", async () => {
  const logs = join(folder, "logs");
  mkdirSync(join(logs, "older"), { recursive: true });
  writeFileSync(join(logs, "empty.log"), "");
  writeFileSync(join(logs, "now.log"), "ERROR now\r\nfine\r\n");
  writeFileSync(join(logs, "older", "then.log.gz"), gzipSync("fine\nERROR then\n"));

  const both = await run(["--json", "ERROR", logs]);
  const none = await run(["ERROR", join(logs, "empty.log")]);

  expect(
    both.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toEqual([
    { file: join(logs, "now.log"), line: 1, message: "ERROR now", extractedValues: {} },
    { file: join(logs, "older", "then.log.gz"), line: 2, message: "ERROR then", extractedValues: {} },
  ]);
  expect(none).toEqual({ status: 1, stdout: "", stderr: "" });
});

test("breaks lines at line feeds only, whatever else a message holds", async () => {
  const message = JSON.stringify({ level: "ERROR", progress: "1 %" }).replace("1 %", "1\u2028%");

  const { stdout } = await run(["{ $.level = ERROR }"], `\ufeff${message}\n`);

  expect(stdout).toBe(`${message}\n`);
});

test("refuses what is no text in one sentence", async () => {
  const { status, stderr } = await run(["ERROR"], Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1]));

  expect(status).toBe(2);
  expect(stderr).toBe(
    "error: The log on standard input cannot be read: it is not text: expected lines, plain or packed.\n",
  );
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
