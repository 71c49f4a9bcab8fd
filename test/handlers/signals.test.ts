import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EntryStore } from "./cloud-logging/entry-store.ts";
import { startRestServer } from "./cloud-logging/rest-server.ts";

const library = join(import.meta.dirname, "../../lib/index.ts");
const CONTAINER = ["unshare", "--user", "--map-root-user", "--pid", "--fork"];
const hasNamespaces = spawnSync(CONTAINER[0]!, [...CONTAINER.slice(1), "true"]).status === 0;

let store: EntryStore;
let server: Awaited<ReturnType<typeof startRestServer>>;
let directory: string;
beforeEach(async () => {
  store = new EntryStore();
  server = await startRestServer(store);
  directory = mkdtempSync(join(tmpdir(), "signals-"));
});
afterEach(async () => {
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
});

interface Run {
  readonly before?: string;
  readonly after?: string;
  readonly handler?: object;
  readonly signals?: readonly NodeJS.Signals[];
  readonly wrapper?: readonly string[];
}

/** Runs a program that logs ten records and would live for ever, and sends it signals. */
async function run({ before = "", after = "", handler = {}, signals = ["SIGTERM"], wrapper = [] }: Run) {
  const options = { projectId: "test", insecure: true, endpoint: server.url, lingerMs: 60_000, ...handler };
  const program = `
    import { CloudLoggingHandler, FileHandler, configure, getLogger, shutdown } from ${JSON.stringify(library)};
    ${before}
    const google = new CloudLoggingHandler(${JSON.stringify(options)});
    await configure({ handlers: { google } });
    ${after}
    for (let index = 0; index < 10; index++) getLogger("app").info({ index }, "record");
    setInterval(() => {}, 1_000);
    console.log("ready", process.pid);`;
  const [command, ...args] = [...wrapper, process.execPath, "--input-type=module", "-e", program];
  const child = spawn(command!, args, { stdio: ["ignore", "pipe", "pipe"], cwd: import.meta.dirname });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => {
    const wasReady = stdout.includes("ready");
    stdout += String(chunk);
    if (!wasReady && stdout.includes("ready"))
      for (const signal of signals) send(child.pid!, signal, wrapper.length > 0);
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += String(chunk);
  });
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.once("close", (...ended) => resolve(ended)),
  );
  return { code, signal, stdout, stderr };
}

/** To a process, or to the one that its wrapper has started. */
function send(pid: number, signal: NodeJS.Signals, isWrapped: boolean): void {
  const target = isWrapped
    ? Number(readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ")[0])
    : pid;
  process.kill(target, signal);
}

describe("a process that is told to end", () => {
  it.each<NodeJS.Signals>(["SIGTERM", "SIGINT", "SIGHUP"])(
    "by %s delivers what it holds and ends as the signal ends processes",
    async (given) => {
      const { code, signal } = await run({ signals: [given] });

      expect(store.entries).toHaveLength(10);
      expect([code, signal]).toEqual([null, given]);
    },
  );

  it("twice spools at once what it cannot deliver", async () => {
    const cut = await run({
      handler: { endpoint: "http://127.0.0.1:9", spool: directory },
      signals: ["SIGTERM", "SIGINT"],
    });
    const successor = await run({ handler: { spool: directory } });

    expect(cut.signal).toMatch(/^SIG(TERM|INT)$/);
    expect(cut.stderr).toContain("10 records were not delivered");
    expect(successor.signal).toBe("SIGTERM");
    expect(store.entries).toHaveLength(20);
  });

  it.each([
    ["on", 'process.on("SIGTERM", leave);'],
    ["once", 'process.once("SIGTERM", leave);'],
  ])(
    "leaves the end to the application's own listener (%s), whether it came before or after",
    async (_, own) => {
      const leave = "const leave = async () => { await shutdown(); console.log('left'); process.exit(7); };";

      const runs = [await run({ before: `${leave}${own}` }), await run({ after: `${leave}${own}` })];

      expect(runs.map(({ code, stdout }) => [code, stdout.includes("left")])).toEqual([
        [7, true],
        [7, true],
      ]);
      expect(store.entries).toHaveLength(20);
    },
  );

  it("ends beside signal-exit, whose hooks run", async () => {
    const hook = `import { onExit } from "signal-exit"; onExit((code, signal) => { console.log("hook", signal); });`;

    const { signal, stdout } = await run({ before: hook });

    expect(store.entries).toHaveLength(10);
    expect([signal, stdout]).toEqual(["SIGTERM", expect.stringContaining("hook SIGTERM")]);
  });

  it("ends at once when its handler does not heed signals", async () => {
    const { signal } = await run({ handler: { signals: false } });

    expect([signal, store.entries.length]).toEqual(["SIGTERM", 0]);
  });

  it("writes the lines that wait for a file", async () => {
    const path = join(directory, "app.log");
    const file = `await configure({ handlers: { file: new FileHandler({ path: ${JSON.stringify(path)} }) } });`;

    const { signal } = await run({ after: file });

    expect(readFileSync(path, "utf8").trim().split("\n")).toHaveLength(10);
    expect(signal).toBe("SIGTERM");
  });

  it.skipIf(!hasNamespaces)("ends also as the first process of a container", async () => {
    const { code } = await run({ wrapper: CONTAINER });

    expect(store.entries).toHaveLength(10);
    expect(code).toBe(143);
  });
});
