import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { HistoryError, readLog } from "../../../lib/analysis/lines/read-log.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "history-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function all(...paths: string[]) {
  const events = [];
  for await (const batch of readLog(paths)) events.push(...batch);
  return events;
}

describe("readLog", () => {
  test("reads files of a directory in order, packed or not, and gives lines without a time the one before", async () => {
    mkdirSync(join(folder, "b"));
    writeFileSync(join(folder, "a.log"), "2026-01-01T00:00:00Z one\n  at stack\r\n");
    writeFileSync(join(folder, "b", "packed"), gzipSync("2026-01-01T00:01:00Z two"));

    const events = await all(folder);

    const [a, b] = [join(folder, "a.log"), join(folder, "b", "packed")];
    expect(events).toEqual([
      { timestamp: Date.UTC(2026, 0, 1), message: "2026-01-01T00:00:00Z one", file: a, line: 1 },
      { timestamp: Date.UTC(2026, 0, 1), message: "  at stack", file: a, line: 2 },
      { timestamp: Date.UTC(2026, 0, 1, 0, 1), message: "2026-01-01T00:01:00Z two", file: b, line: 1 },
    ]);
  });

  test("merges the files of a directory by the times of their lines, whatever their names", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.nat(100_000), { minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 5 }),
        async (times) => {
          const logs = mkdtempSync(join(folder, "logs-"));
          for (const [host, seconds] of times.entries())
            writeFileSync(
              join(logs, `${9 - host}.log`),
              seconds
                .sort((a, b) => a - b)
                .map((second) => `${1_767_225_600 + second} host ${host}\n`)
                .join(""),
            );

          const events = await all(logs);

          const timestamps = events.map(({ timestamp }) => timestamp);
          expect(timestamps).toEqual([...timestamps].sort((a, b) => a - b));
          expect(events.length).toBe(times.flat().length);
        },
      ),
      { numRuns: 30 },
    );
  });

  test("gives lines ahead of the first time that time, such as those of a banner", async () => {
    const banner = Array.from({ length: 200 }, (_, line) => `=== ${line} ===`);
    const path = file("app.log", [...banner, "2026-01-01T00:00:00Z up", ""].join("\n"));

    const events = await all(path);

    expect(events.length).toBe(201);
    expect(new Set(events.map(({ timestamp }) => timestamp))).toEqual(new Set([Date.UTC(2026, 0, 1)]));
  });

  test("reads UTF-16 with a byte order mark", async () => {
    const path = file("windows.log", Buffer.from("\uFEFF2026-01-01T00:00:00Z grüß\r\n", "utf16le"));

    const events = await all(path);

    expect(events.map(({ message }) => message)).toEqual(["2026-01-01T00:00:00Z grüß"]);
  });

  test("cuts a line that has no end", async () => {
    const path = file("endless.log", `2026-01-01T00:00:00Z ${"x".repeat(3 << 20)}`);

    const events = await all(path);

    expect(events.length).toBeGreaterThan(1);
    expect(Math.max(...events.map(({ message }) => message.length))).toBeLessThan(1.2 * (1 << 20));
  });

  test("loses no line at the edges of chunks", async () => {
    const lines = Array.from(
      { length: 40_000 },
      (_, index) => `2026-01-01T00:00:00Z ${"ü".repeat(index % 90)} ${index}`,
    );
    writeFileSync(join(folder, "long.log"), `${lines.join("\n")}\n`);

    const events = await all(join(folder, "long.log"));

    expect(events.map(({ message }) => message)).toEqual(lines);
  });

  test.each([
    ["a path that does not exist", () => join(folder, "none.log"), /none\.log cannot be read/],
    ["an empty directory", () => folder, /has no files/],
    ["an empty file", () => file("empty.log", ""), /empty\.log is empty/],
    ["a file that is no text", () => file("a.out", Buffer.from([127, 69, 76, 70, 0])), /is not text/],
    [
      "a file without times",
      () => file("plain.log", "hello\n"),
      /No times were found in the first lines of .*plain\.log/,
    ],
    [
      "broken gzip",
      () =>
        file("x.gz", Buffer.concat([gzipSync("2026-01-01T00:00:00Z a").subarray(0, 15), Buffer.alloc(9)])),
      /x\.gz cannot be read/,
    ],
  ])("refuses %s in one sentence", async (_what, path, message) => {
    const read = all(path());

    await expect(read).rejects.toThrow(
      expect.objectContaining({ name: HistoryError.name, message: expect.stringMatching(message) }),
    );
  });
});

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
