import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { StdoutHandler } from "../../lib/index.ts";

const LIBRARY = new URL("../../lib/index.ts", import.meta.url).href;

function run(source: string): {
  readonly lines: readonly string[];
  readonly status: number | null;
  readonly stderr: string;
} {
  const program = `import { configure, flush, getLogger, StdoutHandler } from ${JSON.stringify(LIBRARY)};\n${source}`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  return { lines: stdout.split("\n").slice(0, -1), status, stderr };
}

test("without configuration writes JSON from level info", () => {
  const { lines } = run('getLogger("a").debug("off"); getLogger("a").info({ x: 1 }, "on");');

  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: "INFO", logger: "a", message: "on", x: 1 },
  ]);
});

test.each([
  ["process.exit", "process.exit(3)", 3],
  ["an uncaught error", 'throw new Error("crash")', 1],
  ["a rejection", 'await Promise.reject(new Error("crash"))', 1],
])("loses nothing at %s", (_name, end, expected) => {
  const { lines, status } = run(`for (let i = 0; i < 1000; i += 1) getLogger().info({ i }, "line"); ${end};`);

  expect(lines).toHaveLength(1000);
  expect(status).toBe(expected);
});

test("lines logged while the process exits are written", () => {
  const { lines } = run('getLogger().info("first"); process.on("exit", () => getLogger().info("bye"));');

  expect(lines).toHaveLength(2);
});

test("writes everything to a pipe whose reader is slow, also when it is non-blocking", () => {
  const { lines } = run(
    'process.stdout; for (let i = 0; i < 20000; i += 1) getLogger().info({ i, text: "é".repeat(100) }, "line");',
  );

  expect(lines.map((line) => (JSON.parse(line) as { i: number }).i)).toEqual(
    Array.from({ length: 20000 }, (_, i) => i),
  );
});

test("accounts for what could not be written", async () => {
  const { lines, stderr } = run(`
    const handler = new StdoutHandler({ stream: 99 });
    await configure({ handlers: { handler } });
    getLogger().info("lost");
    console.log(JSON.stringify(await flush()));`);

  expect(JSON.parse(lines[0] as string)).toMatchObject({
    accepted: 1,
    delivered: 0,
    dropped: { EBADF: 1 },
    pending: 0,
  });
  expect(stderr).toMatch(/^cumulog: stdout-write-failed/);
});

test("gathers lines for a stream until the end of the tick, and not errors", async () => {
  const chunks: string[] = [];
  const handler = new StdoutHandler({
    stream: { write: (text: string) => chunks.push(text) },
    formatter: (record) => record.message,
  });
  const record = {
    timestamp: 0,
    logger: "",
    service: undefined,
    context: undefined,
    fields: undefined,
    error: undefined,
  };

  handler.write({ ...record, level: 30, message: "a" });
  handler.write({ ...record, level: 30, message: "b" });
  const before = chunks.length;
  await handler.flush();
  handler.write({ ...record, level: 50, message: "c" });

  expect(before).toBe(0);
  expect(chunks).toEqual(["a\nb\n", "c\n"]);
});

test.each([
  [{ stream: "file" }, /stream is "file"; use "stdout"/],
  [{ bufferLength: -1 }, /bufferLength is -1/],
  [{ level: "loud" }, /StdoutHandler: level "loud"/],
  [{ formatter: "json" }, /formatter is "json"; use a function/],
  [{ colour: true }, /option colour is unknown; use level/],
])("refuses %j", (options, message) => {
  expect(() => new StdoutHandler(options as never)).toThrow(message);
});

test("no cloud client, parser or schema library is loaded before it is needed", () => {
  const { lines } = run(`
    const { registerHooks } = await import("node:module");
    const seen = [];
    registerHooks({ resolve(specifier, context, next) { seen.push(specifier); return next(specifier, context); } });
    await import(${JSON.stringify(`${LIBRARY}?again`)});
    await configure({ handlers: { out: new StdoutHandler() } });
    getLogger().info("line"); await flush();
    console.log(JSON.stringify(seen.filter((specifier) => !/^(node:|[.]|file:)/.test(specifier))));`);

  expect(JSON.parse(lines.at(-1) as string)).toEqual([]);
});
