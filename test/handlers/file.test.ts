import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FileHandler, type LogRecord, onInternal } from "../../lib/index.ts";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "file-"));
  path = join(folder, "deep", "app.log");
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const record = (message: string): LogRecord => ({
  timestamp: 0,
  level: 30,
  logger: "",
  message,
  service: undefined,
  context: undefined,
  fields: undefined,
  error: undefined,
});
const formatter = (one: LogRecord): string => one.message;

test("appends in order, makes folders and accounts", async () => {
  const handler = new FileHandler({ path, formatter });

  for (let index = 0; index < 5000; index += 1) handler.write(record(`line ${index}`));
  const report = await handler.flush();
  handler.write(record("last"));
  const closed = await handler.close();

  expect(report).toMatchObject({ accepted: 5000, delivered: 5000, pending: 0 });
  expect(closed).toMatchObject({ accepted: 5001, delivered: 5001 });
  const expected = Array.from({ length: 5000 }, (_, index) => `line ${index}`);
  expect(readFileSync(path, "utf8")).toBe([...expected, "last", ""].join("\n"));
});

test("rotates by size and loses nothing", async () => {
  const handler = new FileHandler({ path, formatter, size: "1K" });

  for (let index = 0; index < 300; index += 1)
    handler.write(record(`line ${String(index).padStart(4, "0")}`));
  await handler.close();

  const files = readdirSync(join(folder, "deep"));
  const lines = files
    .flatMap((file) => readFileSync(join(folder, "deep", file), "utf8").split("\n"))
    .filter((line) => line !== "");
  expect(files.length).toBeGreaterThan(2);
  expect(lines.toSorted()).toEqual(
    Array.from({ length: 300 }, (_, index) => `line ${String(index).padStart(4, "0")}`),
  );
});

test("opens the file anew when it was moved away", async () => {
  const handler = new FileHandler({ path, formatter });
  handler.write(record("before"));
  await handler.flush();

  renameSync(path, `${path}.1`);
  handler.write(record("after"));
  await handler.close();

  expect(readFileSync(`${path}.1`, "utf8")).toBe("before\n");
  expect(readFileSync(path, "utf8")).toBe("after\n");
});

test("keeps records while the file cannot be written, and writes them when it can", async () => {
  const problems: string[] = [];
  const stop = onInternal(({ code }) => problems.push(code));
  writeFileSync(join(folder, "deep"), "a file where the folder should be");
  const handler = new FileHandler({ path, formatter });

  handler.write(record("kept"));
  const failed = await handler.flush();
  rmSync(join(folder, "deep"));
  const report = await handler.flush();

  stop();
  expect(problems).toContain("file-write-failed");
  expect(failed).toMatchObject({ accepted: 1, delivered: 0, pending: 1 });
  expect(report).toMatchObject({ delivered: 1, pending: 0 });
  expect(readFileSync(path, "utf8")).toBe("kept\n");
  await handler.close();
});

test("is bounded, and drops with an account", async () => {
  const handler = new FileHandler({ path, formatter, queueBytes: 100 });

  for (let index = 0; index < 50; index += 1) handler.write(record("0123456789"));
  const report = await handler.close();
  handler.write(record("late"));

  expect(report).toMatchObject({ accepted: 50, delivered: 9, dropped: { "queue-full": 41 }, pending: 0 });
  expect((await handler.flush()).dropped).toMatchObject({ closed: 1 });
});

test("writes what waits when the process exits", () => {
  const library = JSON.stringify(new URL("../../lib/index.ts", import.meta.url).href);
  const program = `import { configure, FileHandler, getLogger } from ${library};
    await configure({ handlers: { f: new FileHandler({ path: ${JSON.stringify(path)} }) } });
    for (let i = 0; i < 100; i += 1) getLogger().info({ i }, "line");
    process.exit(0);`;

  spawnSync(process.execPath, ["--input-type=module", "-e", program]);

  expect(readFileSync(path, "utf8").split("\n")).toHaveLength(101);
});

test.each([
  [{}, /path/],
  [{ path: "x", size: "10 MB" }, /size is "10 MB"; use .*"10M"/],
  [{ path: "x", interval: "7m" }, /interval is "7m"/],
  [{ path: "x", maxFiles: 0 }, /maxFiles is 0/],
  [{ path: "x", colour: 1 }, /option colour is unknown/],
])("refuses %j", (options, message) => {
  expect(() => new FileHandler(options as never)).toThrow(message);
});
