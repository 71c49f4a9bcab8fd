import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { compactLake, loadLake, logsFolder } from "@cumulog/lake";
import { type contractWith, readEvent } from "cumulog/analysis";
import fc from "fast-check";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { describe, expect, test } from "vitest";
import { onlyValue, rowsOf, testFolder } from "./folder.ts";

const START = Date.UTC(2026, 0, 1);
const SAMPLE = process.env["CUMULOG_SAMPLE_LOG"];

const line = (index: number, members: object = {}) =>
  JSON.stringify({
    timestamp: new Date(START + index * 1_000).toISOString(),
    level: index % 10 === 0 ? "ERROR" : "INFO",
    message: `request ${index}`,
    service: "checkout",
    userId: `u-${index % 7}`,
    status: 200,
    ...members,
  });
const lines = (count: number, members?: object) =>
  Array.from({ length: count }, (_, index) => `${line(index, members)}\n`).join("");
const total = (folder: string) => onlyValue(folder, "SELECT count(*) FROM logs");

describe("loadLake", () => {
  test("loads JSON lines into the columns of the contract", async () => {
    const folder = testFolder();
    writeFileSync(join(folder, "app.log"), lines(100, { cart: { items: 2 } }));

    const result = await loadLake({ directory: join(folder, "lake"), paths: [join(folder, "app.log")] });

    expect(result).toMatchObject({ read: 100, loaded: 100, rejected: {}, unparsable: {} });
    const [row] = await rowsOf(join(folder, "lake"), "SELECT * FROM logs WHERE epoch_ms = 1767225610000");
    expect(row).toMatchObject({
      event_time: "2026-01-01T00:00:10Z",
      day: "2026-01-01",
      hour: 0,
      level: "ERROR",
      is_error: true,
      user_id: "u-3",
      status: 200,
      message: "request 10",
      log_stream: "app.log",
      attributes: '{"cart":{"items":2}}',
    });
  });

  test("adds nothing when a file is loaded again, also renamed or packed, and only the new lines when it grew", async () => {
    const folder = testFolder();
    const directory = join(folder, "lake");
    const file = join(folder, "app.log");
    writeFileSync(file, lines(50));
    await loadLake({ directory, paths: [file] });

    const again = await loadLake({ directory, paths: [file] });
    appendFileSync(file, `${line(50)}\n${line(51)}\n`);
    const grown = await loadLake({ directory, paths: [file] });
    renameSync(file, join(folder, "app.log.1"));
    const renamed = await loadLake({ directory, paths: [join(folder, "app.log.1")] });
    writeFileSync(join(folder, "app.log.1.gz"), gzipSync(readFileSync(join(folder, "app.log.1"))));
    const packed = await loadLake({ directory, paths: [join(folder, "app.log.1.gz")] });

    expect([again.loaded, grown.loaded, renamed.loaded, packed.loaded]).toEqual([0, 2, 0, 0]);
    expect(again.rejected).toEqual({ "already in the lake": 50 });
    expect(await total(directory)).toBe(52);
    expect(await onlyValue(directory, "SELECT count(DISTINCT event_id) FROM logs")).toBe(52);
  });

  test("takes two files in one for the first that has grown: lines of files may be alike and all be right", async () => {
    const folder = testFolder();
    const directory = join(folder, "lake");
    const written = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      return loadLake({ directory, paths: [join(folder, name)] });
    };
    const [one, other] = [lines(5), `${line(70)}\n${line(71)}\n`];

    const [, , both] = [await written("a", one), await written("b", other), await written("ab", one + other)];

    expect(both).toMatchObject({ read: 7, loaded: 2, rejected: { "already in the lake": 5 } });
  });

  test("files that begin alike are told apart", async () => {
    const folder = testFolder();
    const directory = join(folder, "lake");
    const [one, other] = [join(folder, "1.log"), join(folder, "2.log")];
    writeFileSync(one, lines(5));
    writeFileSync(other, `${lines(3)}${line(77)}\n`);

    const both = await loadLake({ directory, paths: [one, other] });
    const again = await loadLake({ directory, paths: [other, one] });

    expect([both.loaded, again.loaded]).toEqual([9, 0]);
    expect(await onlyValue(directory, "SELECT count(DISTINCT event_id) FROM logs")).toBe(9);
  });

  test("leaves out events whose own id comes again", async () => {
    const folder = testFolder();
    const directory = join(folder, "lake");
    const withId = (index: number) => `${line(index, { eventId: `e-${index}` })}\n`;
    writeFileSync(join(folder, "1.log"), [0, 1, 2, 1].map(withId).join(""));
    writeFileSync(join(folder, "2.log"), [2, 3].map(withId).join(""));

    const first = await loadLake({ directory, paths: [join(folder, "1.log")] });
    const second = await loadLake({ directory, paths: [join(folder, "2.log")] });

    expect(first).toMatchObject({ read: 4, loaded: 3, rejected: { "same event twice": 1 } });
    expect(second).toMatchObject({ read: 2, loaded: 1, rejected: { "already in the lake": 1 } });
    expect(await rowsOf(directory, "SELECT event_id FROM logs ORDER BY 1")).toEqual(
      [0, 1, 2, 3].map((index) => ({ event_id: `e-${index}` })),
    );
  });

  test("gives lines without a time the one before, and counts what it cannot read", async () => {
    const folder = testFolder();
    const directory = join(folder, "lake");
    const text = [
      line(0, { status: "n/a" }),
      '{"message":"no time"}',
      "    at stack (trace.ts:1)",
      "",
      line(1, { status: 204.5 }),
      line(2, { level: 30 }),
    ];
    writeFileSync(join(folder, "app.log"), text.join("\n"));

    const result = await loadLake({ directory, paths: [folder] });

    expect(result).toMatchObject({
      read: 6,
      loaded: 5,
      rejected: { "empty line": 1 },
      unparsable: { status: 2 },
    });
    expect(
      await rowsOf(
        directory,
        "SELECT epoch_ms - 1767225600000 AS ms, level, message FROM logs ORDER BY event_id",
      ),
    ).toEqual([
      { ms: 0, level: "ERROR", message: "request 0" },
      { ms: 0, level: null, message: "no time" },
      { ms: 0, level: null, message: "    at stack (trace.ts:1)" },
      { ms: 1_000, level: "INFO", message: "request 1" },
      { ms: 2_000, level: "INFO", message: "request 2" },
    ]);
  });

  test("reads lines of one shape as the contract does, whatever else stands between them", async () => {
    const word = fc.constantFrom("a", "ü", 'q"', "{x", "[1", "\\", "a?b", "200", "");
    const value = fc.oneof(
      word,
      fc.integer({ min: -5, max: 600 }),
      fc.boolean(),
      fc.constant(null),
      fc.constant({ id: "deep", name: "N" }),
      fc.constant([1, "x"]),
    );
    const odd = fc.dictionary(
      fc.constantFrom(
        "userId",
        "user",
        "status",
        "level",
        "error",
        "msg",
        "region",
        "durationMs",
        "eventId",
        "service",
        "x.y",
      ),
      value,
      { noNullPrototype: true },
    );
    const plain = fc.record({
      userId: fc.constantFrom("u-1", "u-2"),
      status: fc.constantFrom(200, 500),
      durationMs: fc.double({ min: 0, max: 9, noNaN: true }),
      region: word,
      level: fc.constantFrom("INFO", "WARN", "ERROR"),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(plain, { minLength: 20, maxLength: 30 }),
        fc.array(fc.oneof(plain, odd), { maxLength: 20 }),
        async (start, rest) => {
          const folder = testFolder();
          const directory = join(folder, "lake");
          // What is learned from ends before the odd lines begin.
          const learned = Array.from({ length: 500 }, (_, index) => start[index % start.length]!);
          const messages = [...learned, ...rest].map((members, index) =>
            JSON.stringify({ timestamp: new Date(START + index).toISOString(), ...members }),
          );
          writeFileSync(join(folder, "app.log"), messages.join("\n"));

          await loadLake({ directory, paths: [join(folder, "app.log")], templates: false });

          const expected = messages.map((message, index) => {
            const { row } = readEvent({ timestamp: START + index, message, logStream: "app.log" });
            const { event_time: _time, event_id: _id, ...others } = row;
            return others;
          });
          const found = await rowsOf(directory, "SELECT * FROM logs ORDER BY epoch_ms");
          const seen = found.map(({ event_time: _time, event_id: _id, ...others }) => others);
          // Ids of their own may come twice, and are then one event.
          const kept = new Set(seen.map(({ epoch_ms }) => epoch_ms));
          expect(seen).toEqual(expected.filter(({ epoch_ms }) => kept.has(epoch_ms!)));
          expect(seen).toHaveLength(messages.length);
        },
      ),
      { numRuns: 10 },
    );
  });

  test("halves of surrogate pairs and the null character do not stop a load", async () => {
    const folder = testFolder();
    const odd = `${line(1, { message: "lone \ud800 half" })}\n${line(2, { message: "a\u0000b" })}\n`;
    writeFileSync(join(folder, "app.log"), lines(5) + odd);

    const result = await loadLake({ directory: join(folder, "lake"), paths: [join(folder, "app.log")] });

    expect(result).toMatchObject({ read: 7, loaded: 7 });
    const rows = await rowsOf(
      join(folder, "lake"),
      "SELECT message FROM logs WHERE message NOT LIKE 'request%' ORDER BY epoch_ms",
    );
    expect(rows).toEqual([{ message: "lone \ufffd half" }, { message: "a\u0000b" }]);
  });

  test.each([
    ["JSON", (text: string) => `{"timestamp":"2026-01-01T00:00:30Z","message":"${text}"}`, line(40)],
    ["text", (text: string) => `2026-01-01 00:00:30 INFO ${text}`, "2026-01-01 00:00:40 INFO end"],
  ])("a line of %s without an end is one row with its beginning", async (_, endless, end) => {
    const folder = testFolder();
    const path = join(folder, "app.log");
    writeFileSync(path, `${end}\n${endless("x".repeat(20_000_000))}\n${end}\n`);

    const result = await loadLake({ directory: join(folder, "lake"), paths: [path] });
    const again = await loadLake({ directory: join(folder, "lake"), paths: [path] });

    expect(result).toMatchObject({ read: 3, loaded: 3, rejected: {}, cut: 1 });
    expect(again).toMatchObject({ read: 3, loaded: 0 });
    const [row] = await rowsOf(
      join(folder, "lake"),
      "SELECT count(DISTINCT event_id) AS ids, max(strlen(message)) BETWEEN 900000 AND 1100000 AS fits FROM logs",
    );
    expect(row).toEqual({ ids: 3, fits: true });
  });

  test("reads what an export task of CloudWatch Logs writes", async () => {
    const folder = testFolder();
    const objects = join(folder, "export", "task", "web-1");
    mkdirSync(objects, { recursive: true });
    writeFileSync(join(folder, "export", "aws-logs-write-test"), "Permission Check Successful");
    const event = JSON.stringify({ level: "ERROR", message: "payment failed", userId: "u-1" });
    writeFileSync(
      join(objects, "000000.gz"),
      gzipSync(`2026-01-01T00:00:01.250Z ${event}\n2026-01-01T00:00:02.000Z plain {text}\n`),
    );

    const result = await loadLake({ directory: join(folder, "lake"), paths: [join(folder, "export")] });

    expect(result).toMatchObject({ read: 2, loaded: 2 });
    expect(
      await rowsOf(
        join(folder, "lake"),
        "SELECT epoch_ms, level, message, user_id FROM logs ORDER BY epoch_ms",
      ),
    ).toEqual([
      {
        epoch_ms: Date.UTC(2026, 0, 1, 0, 0, 1, 250),
        level: "ERROR",
        message: "payment failed",
        user_id: "u-1",
      },
      {
        epoch_ms: Date.UTC(2026, 0, 1, 0, 0, 2),
        level: null,
        message: "2026-01-01T00:00:02.000Z plain {text}",
        user_id: null,
      },
    ]);
  });

  test("reads standard input", async () => {
    const folder = testFolder();

    const result = await loadLake({ directory: folder, stream: Readable.from([Buffer.from(lines(3))]) });
    const again = await loadLake({ directory: folder, stream: Readable.from([Buffer.from(lines(3))]) });

    expect([result.loaded, again.loaded]).toEqual([3, 0]);
  });

  test("two loads at once both arrive", async () => {
    const folder = testFolder();
    const directory = join(folder, "lake");
    for (const name of ["1", "2", "3"]) writeFileSync(join(folder, name), lines(200, { host: name }));

    await Promise.all(["1", "2", "3"].map((name) => loadLake({ directory, paths: [join(folder, name)] })));

    expect(await total(directory)).toBe(600);
  });

  test("columns that are declared or retyped later are NULL or cast in older files", async () => {
    const folder = testFolder();
    const directory = join(folder, "lake");
    const load = (name: string, members: object, columns: Parameters<typeof contractWith>[0]) => {
      writeFileSync(join(folder, name), `${line(1, { ...members, name })}\n`);
      return loadLake({ directory, paths: [join(folder, name)], columns: columns ?? {} });
    };
    await load("1", { orderId: "17" }, {});
    await load("2", { orderId: "18" }, { order_id: { from: "$.orderId" } });
    await load("3", { orderId: "19" }, { order_id: { from: "$.orderId", type: "integer" } });

    const rows = await rowsOf(directory, "SELECT log_stream, order_id FROM logs ORDER BY 1");

    expect(rows).toEqual([
      { log_stream: "1", order_id: null },
      { log_stream: "2", order_id: 18 },
      { log_stream: "3", order_id: 19 },
    ]);
  });

  test("writes Parquet that other readers open, one folder for a day", async () => {
    const folder = testFolder();
    const directory = join(folder, "lake");
    writeFileSync(join(folder, "app.log"), `${line(0)}\n${line(86_400)}\n${line(86_401)}\n`);

    await loadLake({ directory, paths: [join(folder, "app.log")] });

    const days = readdirSync(logsFolder(directory)).filter((name) => name.startsWith("day="));
    expect(days).toEqual(["day=2026-01-01", "day=2026-01-02"]);
    const [file] = readdirSync(join(logsFolder(directory), days[1]!));
    const rows = await parquetReadObjects({
      file: await asyncBufferFromFile(join(logsFolder(directory), days[1]!, file!)),
      compressors,
    });
    expect(rows.map(({ message }) => message).toSorted()).toEqual(["request 86400", "request 86401"]);
  });

  test.skipIf(SAMPLE === undefined)(
    `the sample log's requests by status and hour are those of a plain count${SAMPLE ? "" : " (skipped: CUMULOG_SAMPLE_LOG is not set)"}`,
    async () => {
      const directory = join(testFolder(), "lake");
      const text = readFileSync(SAMPLE!, "utf8");
      const counts = new Map<string, number>();
      for (const request of text.trimEnd().split("\n")) {
        const [, day, hour] = /\[(\d{2})\/May\/2015:(\d{2})/.exec(request)!;
        const [, status] = /" (\d{3}) (?:\d+|-) "/.exec(request)!;
        const key = `2015-05-${day} ${Number(hour)} ${status}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }

      await loadLake({ directory, paths: [SAMPLE!] });

      const rows = await rowsOf(directory, "SELECT day, hour, status, count(*) AS n FROM logs GROUP BY ALL");
      expect(new Map(rows.map(({ day, hour, status, n }) => [`${day} ${hour} ${status}`, n]))).toEqual(
        counts,
      );
    },
  );
});

describe("bad input", () => {
  test.each([
    ["binary", Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 0]), "not text"],
    ["times", Buffer.from("one line\nanother line\n"), "No times were found"],
  ])("a file of %s is said, and no lake is made", async (name, content, reason) => {
    const folder = testFolder();
    writeFileSync(join(folder, name), content);

    const loading = loadLake({ directory: join(folder, "lake"), paths: [join(folder, name)] });

    await expect(loading).rejects.toThrow(reason);
    expect(existsSync(join(folder, "lake"))).toBe(false);
  });

  test("a file that fails leaves a lake as it was, though others were read before it", async () => {
    const folder = testFolder();
    const directory = join(folder, "lake");
    writeFileSync(join(folder, "a.log"), lines(5));
    await loadLake({ directory, paths: [join(folder, "a.log")] });
    mkdirSync(join(folder, "more"));
    writeFileSync(join(folder, "more", "b.log"), lines(9, { host: "b" }));
    writeFileSync(join(folder, "more", "c.bin"), Buffer.from([1, 0, 2]));

    await expect(
      loadLake({ directory, paths: [join(folder, "more", "b.log"), join(folder, "more", "c.bin")] }),
    ).rejects.toThrow("not text");

    expect(await total(directory)).toBe(5);
    expect(existsSync(join(directory, ".staging"))).toBe(false);
  });
});

describe("compactLake", () => {
  test("keeps every row, in fewer files", async () => {
    const folder = testFolder();
    const directory = join(folder, "lake");
    for (const name of ["1", "2", "3"]) {
      writeFileSync(join(folder, name), lines(100, { host: name }));
      await loadLake({ directory, paths: [join(folder, name)] });
    }
    const before = await rowsOf(directory, "SELECT * FROM logs ORDER BY event_id");

    const result = await compactLake({ directory });

    expect(result).toMatchObject({ filesBefore: 3, filesAfter: 1, rows: 300 });
    expect(await rowsOf(directory, "SELECT * FROM logs ORDER BY event_id")).toEqual(before);
    expect(await loadLake({ directory, paths: [join(folder, "2")] })).toMatchObject({ loaded: 0 });
  });
});
