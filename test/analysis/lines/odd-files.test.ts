import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  HistoryError,
  type LogLine,
  type ReadOptions,
  readLog,
  warningsOf,
} from "../../../lib/analysis/lines/read-log.ts";
import { readTexts } from "../../../lib/analysis/lines/read-texts.ts";

const TEXT = "2026-01-01T00:00:00Z one\n2026-01-01T00:01:00Z two\n";
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "odd-files-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function read(paths: readonly string[], options: ReadOptions = {}) {
  const reading = readLog(paths, options);
  const lines: LogLine[] = [];
  for await (const batch of reading) lines.push(...batch);
  return { lines, report: reading.report, warnings: warningsOf(reading.report) };
}
const messages = async (...paths: string[]) => (await read(paths)).lines.map(({ message }) => message);
const has = (command: string): boolean => spawnSync(command, ["--version"]).error === undefined;

describe("packed logs", () => {
  test("are told by how they begin: gzip in several parts, and zstd", async () => {
    const [one, two] = TEXT.trimEnd().split("\n") as [string, string];
    const gzip = file("a.bin", Buffer.concat([gzipSync(`${one}\n`), gzipSync(`${two}\n`)]));
    const zstd = file("b.bin", zstdCompressSync(TEXT));

    expect(await messages(gzip)).toEqual([one, two]);
    expect(await messages(zstd)).toEqual([one, two]);
  });

  test.each(["xz", "bzip2"])(
    "are unpacked by %s where the system has it, and said to need it where not",
    async (command) => {
      const path = join(folder, "packed");
      if (has(command)) {
        writeFileSync(path, spawnSync(command, ["-c"], { input: TEXT }).stdout);
        expect(await messages(path)).toEqual(TEXT.trimEnd().split("\n"));
        writeFileSync(path, spawnSync(command, ["-c"], { input: TEXT.repeat(9_000) }).stdout.subarray(0, 90));
        await expect(read([path])).rejects.toThrow(
          /cannot be read: its \w+ data is damaged|No times were found/,
        );
      }
      writeFileSync(
        path,
        Buffer.from(command === "xz" ? "fd377a585a000004" : "425a683931415926535900", "hex"),
      );
      const { PATH } = process.env;
      process.env["PATH"] = folder;
      try {
        await expect(read([path])).rejects.toThrow(
          new RegExp(`it is packed, and the command "${command}" that unpacks it is not installed`),
        );
      } finally {
        process.env["PATH"] = PATH;
      }
    },
  );

  test.each([
    ["a zip archive", Buffer.from("504b0304140000000800", "hex"), /it is a zip archive: unpack it first/],
    ["damaged gzip", Buffer.from("1f8b0800000000000003ffffffff", "hex"), /its gzip data is damaged/],
    ["gzip that ends early", gzipSync(TEXT).subarray(0, 30), /its gzip data ends too early/],
    [
      "damaged zstd",
      Buffer.concat([zstdCompressSync(TEXT).subarray(0, 8), Buffer.alloc(40, 7)]),
      /its zstd data is damaged/,
    ],
  ])("%s is refused in one sentence", async (_what, content, sentence) => {
    await expect(read([file("x", content)])).rejects.toThrow(
      expect.objectContaining({ name: HistoryError.name, message: expect.stringMatching(sentence) }),
    );
  });
});

describe("odd files", () => {
  test("of a folder are left out and named, whatever they are", async () => {
    file("app.log", TEXT);
    file("aws-logs-write-test", "Permission Check Successful");
    file("core", Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 1]));
    file("cut.gz", gzipSync("2026-01-01T00:00:30Z half\n".repeat(50_000)).subarray(0, 3_000));
    file("empty.log", "");
    mkdirSync(join(folder, "inner"));
    symlinkSync("..", join(folder, "inner", "loop"));
    symlinkSync("nowhere", join(folder, "dangling"));
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(folder, "socket"), resolve));

    const { lines, report } = await read([folder]);

    server.close();
    expect(lines.filter(({ file: path }) => path.endsWith("app.log")).length).toBe(2);
    const reasons = Object.fromEntries(
      report.leftOut.map(({ file: path, reason }) => [path.slice(folder.length + 1), reason]),
    );
    expect(reasons).toMatchObject({
      "aws-logs-write-test": "no times were found in its first lines",
      core: expect.stringContaining("it is not text"),
      "cut.gz": "its gzip data ends too early",
      dangling: "there is no such file",
      socket: "it is no file",
    });
  });

  test("alone in a folder say that there are no lines with times", async () => {
    file("aws-logs-write-test", "Permission Check Successful");

    await expect(read([folder])).rejects.toThrow(/^There are no lines with times in .*aws-logs-write-test/);
  });

  test.skipIf(process.platform === "win32")("a pipe is read once, beside a file", async () => {
    const pipe = join(folder, "pipe");
    spawnSync("mkfifo", [pipe]);
    const path = file("app.log", TEXT);
    const { spawn } = await import("node:child_process");
    const writer = spawn("sh", ["-c", `printf '2026-01-01T00:00:30Z between\\n' > '${pipe}'`]);

    const lines = await messages(pipe, path);

    writer.kill();
    expect(lines.map((line) => line.slice(21))).toEqual(["one", "between", "two"]);
  });

  test("emptied while its writer went on, a log begins with zeros", async () => {
    expect(
      await messages(file("copytruncate.log", Buffer.concat([Buffer.alloc(5_000), Buffer.from(TEXT)]))),
    ).toEqual(TEXT.trimEnd().split("\n"));
  });

  test("UTF-16 without a byte order mark, and UTF-8 with one", async () => {
    expect(await messages(file("a.log", Buffer.from(TEXT, "utf16le")))).toEqual(TEXT.trimEnd().split("\n"));
    expect(await messages(file("b.log", `\uFEFF${TEXT}`))).toEqual(TEXT.trimEnd().split("\n"));
  });

  test("a line without an end is cut where a character ends, into parts that fit into log events", async () => {
    const { lines, report } = await read([
      file("endless.log", `2026-01-01T00:00:00Z ${"ü".repeat(1_500_000)}\n${TEXT}`),
    ]);

    expect(report.cut).toBe(1);
    expect(lines.length).toBe(6);
    expect(lines.every(({ message }) => Buffer.byteLength(message) <= 1_000_000)).toBe(true);
    expect(lines.map(({ message }) => message).join("")).not.toContain("\uFFFD");
    expect(lines.at(-1)!.line).toBe(3);
  });

  test("lines keep their numbers, empty ones counted", async () => {
    const lines = [];
    for await (const batch of readTexts(file("a.log", "one\n\n\r\nfour\nfive"))) lines.push(...batch);

    expect(lines).toEqual([
      { text: "one", line: 1 },
      { text: "four", line: 4 },
      { text: "five", line: 5 },
    ]);
  });

  test("no bytes make the reading fail otherwise", async () => {
    const start = fc.constantFrom(
      "",
      "1f8b0800",
      "28b52ffd",
      "504b0304",
      "fffe",
      "feff",
      "efbbbf",
      "00000000",
      Buffer.from(TEXT).toString("hex"),
      gzipSync(TEXT).toString("hex"),
      zstdCompressSync(TEXT).toString("hex"),
    );
    await fc.assert(
      fc.asyncProperty(start, fc.uint8Array({ maxLength: 200 }), fc.nat(80), async (head, tail, cut) => {
        const whole = Buffer.concat([Buffer.from(head, "hex"), tail]);
        const path = file("fuzz.log", whole.subarray(0, whole.length - (cut % (whole.length + 1))));
        try {
          for (const { timestamp, message } of (await read([path])).lines) {
            expect(timestamp).not.toBeNaN();
            expect(message).not.toBe("");
          }
        } catch (error) {
          expect(error).toBeInstanceOf(HistoryError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
