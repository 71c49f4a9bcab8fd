import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { decodeFrames } from "../../../lib/delivery/spool/frames.ts";
import { CloudLoggingHandler } from "../../../lib/handlers/cloud-logging/index.ts";
import { EntryStore } from "../../handlers/cloud-logging/entry-store.ts";
import { startRestServer } from "../../handlers/cloud-logging/rest-server.ts";

/** How often a process is killed; CUMULOG_KILLS=200 for the whole proof. */
const KILLS = Number(process.env["CUMULOG_KILLS"] ?? 12);
const AT_ONCE = 3;
/** A PID namespace of its own, as a container has. */
const CONTAINER = ["unshare", "--user", "--map-root-user", "--pid", "--fork", "--kill-child=SIGKILL"];
const hasNamespaces = spawnSync(CONTAINER[0]!, [...CONTAINER.slice(1), "true"]).status === 0;
if (!hasNamespaces) console.warn("unshare is not allowed here: all processes share one PID namespace");

let directory: string;
let store: EntryStore;
let server: Awaited<ReturnType<typeof startRestServer>>;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "spool-"));
  store = new EntryStore();
  server = await startRestServer(store);
});
afterEach(async () => {
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
});

interface Told {
  readonly name: string;
  readonly safe: number;
  readonly isTrue: boolean;
  readonly dropped: Readonly<Record<string, number>>;
}

/** Records up to which each thread's account said that nothing can be lost any more. */
const safe = new Map<string, number>();
const untrue: Told[] = [];
let damages = 0;

async function runAndKill(index: number): Promise<void> {
  const program = [
    process.execPath,
    join(import.meta.dirname, "sharing-process.ts"),
    directory,
    server.url,
    `${index}`,
  ];
  const [command, ...args] = hasNamespaces && index % 3 !== 0 ? [...CONTAINER, ...program] : program;
  const child: ChildProcess = spawn(command!, args, { stdio: ["ignore", "pipe", "ignore"] });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const rounds = 1 + Math.floor(Math.random() * 30);
  let seen = 0;
  for await (const line of createInterface({ input: child.stdout! })) {
    if (!line.endsWith("}")) continue;
    const told = JSON.parse(line) as Told;
    safe.set(told.name, told.safe);
    if (!told.isTrue || Object.keys(told.dropped).some((reason) => reason !== "spool-damaged"))
      untrue.push(told);
    if (++seen === rounds) child.kill("SIGKILL");
  }
  await ended;
  if (index % 10 === 9) flipABit();
  store.otherwise = index % 4 === 0 ? "unavailable" : "store";
}

/** In some segment, whoever has it. */
function flipABit(): void {
  const segment = readdirSync(directory).find((file) => file.endsWith(".spool"));
  if (segment === undefined) return;
  try {
    const bytes = readFileSync(join(directory, segment));
    if (bytes.length === 0) return;
    bytes[Math.floor(Math.random() * bytes.length)]! ^= 1;
    writeFileSync(join(directory, segment), bytes, { flag: "r+" });
    damages += 1;
  } catch {
    // Sent meanwhile.
  }
}

test(`loses nothing that an account calls safe when processes in several PID namespaces, with worker threads, are killed ${KILLS} times`, async () => {
  let next = 0;
  const killAll = async () => {
    while (next < KILLS) await runAndKill(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, killAll));
  store.otherwise = "store";
  const last = new CloudLoggingHandler({
    projectId: "test",
    insecure: true,
    endpoint: server.url,
    spool: directory,
  });
  const report = await last.close();

  const arrived = new Map<string, Set<number>>();
  for (const { jsonPayload } of store.entries) {
    const { message, index } = jsonPayload as { message: string; index: number };
    if (!arrived.has(message)) arrived.set(message, new Set());
    arrived.get(message)!.add(index);
  }
  const missing: string[] = [];
  for (const [name, count] of safe)
    for (let index = 0; index < count; index++)
      if (!arrived.get(name)?.has(index)) missing.push(`${name}: ${index}`);
  expect(untrue).toEqual([]);
  // What is damaged is named: it is counted, and its file is kept.
  const damaged = readdirSync(directory)
    .filter((file) => file.endsWith(".damaged"))
    .reduce((sum, file) => sum + decodeFrames(readFileSync(join(directory, file))).damaged, 0);
  expect(missing.length, missing.slice(0, 10).join(", ")).toBeLessThanOrEqual(damaged);
  expect(report).toMatchObject({ pending: 0, spooled: 0, rejected: {} });
  const left = readdirSync(directory).filter(
    (file) => !file.endsWith(".damaged") && !file.endsWith(".owner"),
  );
  expect(left).toEqual([]);
  console.info(
    `${safe.size} threads, ${[...safe.values()].reduce((sum, count) => sum + count, 0)} safe records, ${damages} bits flipped, ${damaged} named as damaged, ${missing.length} missing`,
  );
}, 600_000);
