import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

/** Runs the start script; resolves when it ended or when its output has the text. */
function start(parameters: readonly string[], until?: RegExp) {
  const child = spawn(process.execPath, ["scripts/start/main.ts", ...parameters], { cwd: root });
  started.push(child);
  let output = "";
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const seen = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => {
        output += chunk.toString();
        if (until?.test(output)) resolve();
      });
    child.on("close", () => resolve());
  });
  return { child, ended, seen, text: () => output };
}

/** Processes whose parent is the given one, and theirs. */
function descendants(pid: number): number[] {
  const children = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => {
      try {
        return (
          new RegExp(`^${candidate} \\(.*\\) \\S (\\d+)`).exec(
            readFileSync(`/proc/${candidate}/stat`, "utf8"),
          )?.[1] === String(pid)
        );
      } catch {
        return false;
      }
    });
  return children.flatMap((child) => [child, ...descendants(child)]);
}

const isAlive = (pid: number): boolean => {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
};

describe("npm start", () => {
  test.runIf(process.platform === "linux").each([
    ["the CDK synthesizes", /Started the local cloud/],
    ["it deploys", /Synthesized the CDK app/],
    ["there is traffic", /alarm "checkout-errors" is OK/],
  ])(
    "leaves no process and no port behind after Ctrl-C while %s",
    async (_moment, text) => {
      const run = start([], text);
      await run.seen;
      const port = Number(/page: http:\/\/127\.0\.0\.1:(\d+)/.exec(run.text())![1]);
      const children = descendants(run.child.pid!);

      run.child.kill("SIGINT");

      expect(await run.ended).toBe(130);
      await expect.poll(() => children.filter(isAlive)).toEqual([]);
      await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
      expect(run.text()).not.toMatch(/Error:|^ +at /m);
    },
    90_000,
  );

  test("goes on in real time with light traffic, which a switch of the page breaks", async () => {
    const run = start([], /The page stays at/);
    await run.seen;
    const port = Number(/page: http:\/\/127\.0\.0\.1:(\d+)/.exec(run.text())![1]);
    const api = (path: string, body?: object) =>
      fetch(`http://127.0.0.1:${port}/_cumulog/${path}`, {
        headers: { "content-type": "application/json" },
        ...(body && { method: "POST", body: JSON.stringify(body) }),
      }).then((response) => response.json());
    const failuresSince = async (startTime: number): Promise<number> => {
      const input = { logGroupName: "/checkout/api", filterPattern: "timed", startTime };
      const call = { service: "logs", operation: "FilterLogEvents", input };
      return ((await api("call", call)) as { events: object[] }).events.length;
    };

    expect(await api("clock")).toMatchObject({ speed: 1 });
    const { cloud } = (await api("clock", { advance: "10m" })) as { cloud: number };
    const answer = await api("switches", { name: "The payment provider is down", on: true });

    expect(answer).toEqual({ switches: [{ name: "The payment provider is down", on: true }] });
    await expect.poll(() => failuresSince(cloud), { timeout: 20_000 }).toBeGreaterThan(0);
    run.child.kill("SIGINT");
    expect(await run.ended).toBe(130);
  }, 180_000);

  test("serves nothing and says so when the port is no number", async () => {
    const run = start(["--port", "http"]);

    expect(await run.ended).toBe(1);
    expect(run.text()).toContain("expected a number from 0 to 65535");
  });

  test("says in one sentence that a log cannot be read", async () => {
    const run = start(["--input", "/nowhere/access.log"]);

    expect(await run.ended).toBe(1);
    expect(run.text()).toMatch(
      /^Error: The log \/nowhere\/access\.log cannot be read: there is no such file\.\n$/,
    );
  });

  test("says in one sentence that a port is taken", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as { port: number };

    const run = start(["--port", String(port)]);

    expect(await run.ended).toBe(1);
    expect(run.text()).toContain(`Error: Port ${port} is taken: choose another with --port.\n`);
    other.close();
  }, 60_000);

  test.each([
    [
      "a binary file",
      Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 1]),
      /is not text: expected lines, plain or packed/,
    ],
    ["an empty file", "", /is empty/],
    ["a file without times", "hello\nworld\n", /No times were found in the first lines of /],
    [
      "damaged gzip",
      Buffer.from("1f8b0800000000000003ffffffff", "hex"),
      /cannot be read: its gzip data is damaged/,
    ],
  ])("says in one sentence what is wrong with %s", async (_what, content, sentence) => {
    const folder = mkdtempSync(join(tmpdir(), "start-"));
    writeFileSync(join(folder, "app log.txt"), content);

    const run = start(["--exit", "--input", join(folder, "app log.txt")]);

    expect(await run.ended).toBe(1);
    expect(run.text()).toMatch(/^Error: .+\n$/);
    expect(run.text()).toMatch(sentence);
    rmSync(folder, { recursive: true });
  });

  test.skipIf(!process.env["CUMULOG_SAMPLE_LOG"])(
    "replays a real log, and its alarms go off when the backtest says (skipped without CUMULOG_SAMPLE_LOG)",
    async () => {
      const run = start(["--exit", "--input", process.env["CUMULOG_SAMPLE_LOG"]!]);

      expect(await run.ended).toBe(0);
      expect(run.text()).toContain('✔ "not-found" went off 6 times, as the backtest says');
    },
    90_000,
  );
});
