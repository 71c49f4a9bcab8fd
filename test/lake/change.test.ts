import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compactLake, deleteFromLake, exportLake, LakeError, loadLake, queryLake } from "@cumulog/lake";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { describe, expect, test } from "vitest";
import { onlyValue, rowsOf, testFolder } from "./folder.ts";

const START = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;
const lines = (count: number, host = "a") =>
  Array.from(
    { length: count },
    (_, index) =>
      `${JSON.stringify({ timestamp: new Date(START + (index * DAY) / 10).toISOString(), level: "INFO", message: `=${index} of ana@example.com at 10.1.2.3`, host, userId: `u-${index % 3}` })}\n`,
  ).join("");

async function lakeWith(count: number): Promise<string> {
  const folder = testFolder();
  const directory = join(folder, "lake");
  writeFileSync(join(folder, "a.log"), lines(count));
  await loadLake({ directory, paths: [join(folder, "a.log")] });
  return directory;
}

describe("deleteFromLake", () => {
  test("deletes what is older than a time, and what a condition names", async () => {
    const directory = await lakeWith(30);

    const old = await deleteFromLake({ directory, before: START + 1.5 * DAY });
    const user = await deleteFromLake({ directory, where: "user_id = 'u-1'" });

    expect(old).toMatchObject({ deleted: 15, left: 15 });
    expect(user).toMatchObject({ deleted: 5, left: 10 });
    expect(await onlyValue(directory, "SELECT min(epoch_ms) FROM logs")).toBe(START + 1.5 * DAY);
    expect(await onlyValue(directory, "SELECT count(*) FROM logs WHERE user_id = 'u-1'")).toBe(0);
  });

  test("nothing of what was deleted is left on the disk, and it does not come back with its file", async () => {
    const directory = await lakeWith(30);
    await deleteFromLake({ directory, where: "message LIKE '=7 %'" });

    const again = await loadLake({ directory, paths: [join(directory, "..", "a.log")] });

    expect(again.loaded).toBe(0);
    const files = globSync("**/*.parquet", { cwd: join(directory, ".snapshots") });
    for (const file of files) {
      const rows = await parquetReadObjects({
        file: await asyncBufferFromFile(join(directory, ".snapshots", file)),
        compressors,
      });
      expect(rows.some(({ message }) => String(message).startsWith("=7 "))).toBe(false);
    }
  });

  test.each([
    "user = 1",
    "user_id = 'u-1",
    "1; DROP VIEW logs",
    "unknown_column = 1",
    "message IN (SELECT content FROM read_text('/etc/hosts'))",
  ])("refuses the condition %j", async (where) => {
    const directory = await lakeWith(5);

    await expect(deleteFromLake({ directory, where })).rejects.toThrow(LakeError);

    expect(await onlyValue(directory, "SELECT count(*) FROM logs")).toBe(5);
  });
});

describe("exportLake", () => {
  test("writes CSV in which no cell is a formula, and masks what names a person", async () => {
    const directory = await lakeWith(2);
    const to = join(directory, "..", "out.csv");

    const count = await exportLake({ directory, to, format: "csv", mask: true });

    const text = readFileSync(to, "utf8");
    expect(count).toBe(2);
    expect(text).toContain("'=0 of [email] at [ip]");
    expect(text).not.toMatch(/u-0|ana@|10\.1/);
  });

  test("masks addresses of both kinds, and texts in columns of one's own", async () => {
    const folder = testFolder();
    const directory = join(folder, "lake");
    const line = {
      timestamp: new Date(START).toISOString(),
      message:
        "from 2001:db8::8a2e:370:7334, fe80::1 and fd00:1:2:3:4:5:6:7 at 2026:01:02:03, in std::vector",
      contact: "ana@example.com",
      rating: 5,
    };
    writeFileSync(join(folder, "a.log"), `${JSON.stringify(line)}\n`);
    const columns = {
      contact: { from: "$.contact" },
      rating: { from: "$.rating", type: "integer" },
    } as const;
    await loadLake({ directory, paths: [join(folder, "a.log")], columns });
    const to = join(folder, "out.json");

    await exportLake({ directory, to, format: "json", mask: true });

    expect(JSON.parse(readFileSync(to, "utf8"))).toMatchObject({
      message: "from [ip], [ip] and [ip] at 2026:01:02:03, in std::vector",
      contact: "[email]",
      rating: 5,
    });
  });

  test.each(["parquet", "json"] as const)("writes %s", async (format) => {
    const directory = await lakeWith(20);
    const to = join(directory, "..", `out.${format}`);

    await exportLake({ directory, to, format, from: START + DAY, until: START + 2 * DAY });

    const messages =
      format === "json"
        ? readFileSync(to, "utf8")
            .trimEnd()
            .split("\n")
            .map((line) => (JSON.parse(line) as { message: string }).message)
        : (await parquetReadObjects({ file: await asyncBufferFromFile(to), compressors })).map(
            ({ message }) => message,
          );
    expect(messages).toHaveLength(10);
    expect(messages[0]).toBe("=10 of ana@example.com at 10.1.2.3");
  });

  test("a file that cannot be written is said, and no part of it is left", async () => {
    const directory = await lakeWith(2);

    const writing = exportLake({ directory, to: join(directory, "no", "out.csv"), format: "csv" });

    await expect(writing).rejects.toThrow("out.csv cannot be written");
  });
});

describe("queries", () => {
  test("a query that runs while the lake changes reads the state that it began with", async () => {
    const directory = await lakeWith(30);

    const read = await queryLake({ directory, sql: "SELECT message FROM logs" }, async ({ parts }) => {
      await deleteFromLake({ directory, where: "true" });
      let rows = 0;
      for await (const part of parts) rows += part.length;
      return rows;
    });

    expect(read).toBe(30);
    expect(await onlyValue(directory, "SELECT count(*) FROM logs")).toBe(0);
  });

  test.each([
    ["SELECT nothing FROM logs", /nothing.*not found/],
    ["SELEC 1", /syntax error at or near "SELEC"/],
    ["SELECT 1; SELECT 2", "2 statements"],
    ["DROP VIEW logs", "expected a SELECT"],
    ["COPY logs TO 'x.csv'", "Cannot access"],
    ["SELECT * FROM read_text('/etc/hostname')", "Cannot access"],
    ["SELECT * FROM '/etc/hostname.parquet'", "Cannot access"],
    ["SELECT * FROM 'https://example.com/a.parquet'", /Cannot|access|not/],
    ["SET memory_limit = '1GB'", "expected a SELECT"],
    ["SELECT * FROM logs WHERE user_id = ?", "has parameters"],
  ])("refuses %s", async (sql, reason) => {
    const directory = await lakeWith(1);

    const run = queryLake({ directory, sql }, async ({ parts }) => {
      for await (const _ of parts);
    });

    await expect(run).rejects.toThrow(reason);
    await expect(run).rejects.toMatchObject({ name: "QueryError" });
  });

  test("counts days and hours in another time zone", async () => {
    const directory = await lakeWith(1);

    const rows = await rowsOf(directory, "SELECT day, hour FROM logs", "America/New_York");

    expect(rows).toEqual([{ day: "2025-12-31", hour: 19 }]);
  });

  test("says where there is no lake", async () => {
    await expect(queryLake({ directory: "/nowhere", sql: "SELECT 1" }, async () => {})).rejects.toThrow(
      "There is no lake in /nowhere: load logs first",
    );
  });
});

describe("SIGKILL", () => {
  test("at any moment of loads and compactions loses and doubles nothing, and leaves no file that cannot be read", async () => {
    const folder = testFolder();
    const directory = join(folder, "lake");
    const COUNT = 30_000;
    const files = ["a", "b", "c"].map((host) => {
      const path = join(folder, `${host}.log`);
      const text = Array.from(
        { length: COUNT },
        (_, index) =>
          `${JSON.stringify({ timestamp: new Date(START + index * 10_000).toISOString(), message: `m ${index}`, host })}\n`,
      );
      writeFileSync(path, text.join(""));
      return path;
    });
    const script = `
      import { compactLake, loadLake } from "@cumulog/lake";
      const directory = ${JSON.stringify(directory)};
      for (const path of ${JSON.stringify(files)}) await loadLake({ directory, paths: [path] });
      process.stdout.write("loaded");
      await compactLake({ directory });
      process.stdout.write("compacted");`;
    const runOnce = async (killAfterMs: number | undefined) => {
      const child = spawn(
        process.execPath,
        [
          "--conditions=cumulog-source",
          "--disable-warning=ExperimentalWarning",
          "--input-type=module",
          "-e",
          script,
        ],
        { stdio: ["ignore", "pipe", "inherit"] },
      );
      let said = "";
      child.stdout.on("data", (data) => (said += data));
      const timer =
        killAfterMs === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfterMs);
      await once(child, "close");
      clearTimeout(timer);
      return said;
    };

    for (let round = 0; round < 20; round += 1) {
      await runOnce(250 + round * 90);
      if (!existsSync(join(directory, "logs"))) continue;
      const rows = Number(await onlyValue(directory, "SELECT count(*) FROM logs"));
      expect(rows % COUNT).toBe(0);
      expect(await onlyValue(directory, "SELECT count(DISTINCT event_id) FROM logs")).toBe(rows);
      for (const file of globSync("**/*.parquet", { cwd: directory }))
        await parquetReadObjects({
          file: await asyncBufferFromFile(join(directory, file)),
          compressors,
          rowEnd: 1,
        });
    }
    const said = await runOnce(undefined);

    expect(said).toBe("loadedcompacted");
    expect(await onlyValue(directory, "SELECT count(*) FROM logs")).toBe(3 * COUNT);
    expect(await rowsOf(directory, "SELECT count(DISTINCT event_id) AS n FROM logs")).toEqual([
      { n: 3 * COUNT },
    ]);
    await compactLake({ directory });
    expect(globSync(".snapshots/*", { cwd: directory })).toHaveLength(1);
  }, 300_000);
});
