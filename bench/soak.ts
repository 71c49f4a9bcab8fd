/**
 * The local cloud under a long load: `node bench/soak.ts [--events 1000000]`.
 *
 * Two hundred groups, five hundred metric filters, two hundred alarms; half of the events go to the group with ten
 * filters. Once in memory with `--max-events` a fifth of the events, and once with `--data`, killed in the middle; then
 * every event is read back and counted.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { callLogs, lineOf } from "./local/raw-client.ts";
import { GROUPS, groupName, prepareStack, STREAM } from "./local/stack.ts";

const { values } = parseArgs({ options: { events: { type: "string", default: "1000000" } } });
const EVENTS = Number(values.events);
const EVENTS_A_CALL = 2_000;
const CALLS = Math.ceil(EVENTS / EVENTS_A_CALL);
const CONNECTIONS = 2;
const MAIN = join(import.meta.dirname, "../cli/main.ts");

await inMemory();
await onDisk();

async function inMemory(): Promise<void> {
  const kept = EVENTS / 5;
  const cloud = await up("--max-events", String(kept));
  await prepareStack(cloud.endpoint);
  const memory = watchMemory(cloud.child);
  const start = performance.now();
  await sendAll(cloud.endpoint, 0, CALLS);
  const seconds = (performance.now() - start) / 1_000;
  const found = await readAll(cloud.endpoint);
  console.log(`in memory, --max-events ${kept}`);
  console.log(`  events sent      ${EVENTS}, ${Math.round(EVENTS / seconds)} events/s`);
  console.log(`  events kept      ${found.total} (${found.total - found.unique} doubled)`);
  console.log(`  resident memory  ${memory.stop()} MB at most`);
  cloud.child.kill("SIGTERM");
  await once(cloud.child, "exit");
}

async function onDisk(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "cumulog-soak-"));
  const acknowledged = new Set<number>();
  const first = await up("--data", folder);
  await prepareStack(first.endpoint);
  const start = performance.now();
  const killed = sendAll(first.endpoint, 0, CALLS, acknowledged).catch(() => {});
  while (acknowledged.size < CALLS / 2) await new Promise((resolve) => setTimeout(resolve, 1));
  const rate = (acknowledged.size * EVENTS_A_CALL) / ((performance.now() - start) / 1_000);
  first.child.kill("SIGKILL");
  await killed;
  const before = new Set(acknowledged);
  const restart = performance.now();
  const second = await up("--data", folder);
  const restarted = performance.now() - restart;
  const memory = watchMemory(second.child);
  const survived = await readAll(second.endpoint);
  const lost = [...before].filter((call) => survived.calls.get(call) !== EVENTS_A_CALL);
  const rest = Array.from({ length: CALLS }, (_, call) => call).filter((call) => !survived.calls.has(call));
  for (const call of rest) await send(second.endpoint, call);
  const all = await readAll(second.endpoint);
  console.log("with --data, killed in the middle");
  console.log(`  events/s until then          ${Math.round(rate)}`);
  console.log(`  acknowledged before SIGKILL  ${before.size * EVENTS_A_CALL}`);
  console.log(`  of these lost                ${lost.length * EVENTS_A_CALL}`);
  console.log(`  doubled                      ${survived.total - survived.unique}`);
  console.log(`  restart                      ${Math.round(restarted)} ms`);
  console.log(
    `  events after the rest        ${all.unique} of ${CALLS * EVENTS_A_CALL} (${all.total - all.unique} doubled)`,
  );
  console.log(`  resident memory              ${memory.stop()} MB at most`);
  second.child.kill("SIGTERM");
  await once(second.child, "exit");
  rmSync(folder, { recursive: true });
  if (lost.length > 0 || all.total !== CALLS * EVENTS_A_CALL || all.unique !== all.total)
    process.exitCode = 1;
}

async function up(...options: string[]): Promise<{ child: ChildProcess; endpoint: string }> {
  const child = spawn(
    process.execPath,
    [MAIN, "up", "--port", "0", "--google-port", "0", "--json", ...options],
    { stdio: ["ignore", "pipe", "inherit"], cwd: tmpdir() },
  );
  const [line] = await once(child.stdout!, "data");
  return { child, endpoint: (JSON.parse(String(line)) as { aws: string }).aws };
}

/** The even calls go to the group with ten filters, the odd ones to the others in turn. */
function groupOf(call: number): number {
  return call % 2 === 0 ? 0 : 1 + (((call - 1) / 2) % (GROUPS - 1));
}

async function send(endpoint: string, call: number): Promise<void> {
  const timestamp = Date.now();
  const logEvents = Array.from({ length: EVENTS_A_CALL }, (_, index) => ({
    timestamp,
    message: lineOf(call * EVENTS_A_CALL + index),
  }));
  const body = { logGroupName: groupName(groupOf(call)), logStreamName: STREAM, logEvents };
  await callLogs(endpoint, "PutLogEvents", JSON.stringify(body));
}

async function sendAll(
  endpoint: string,
  from: number,
  to: number,
  acknowledged?: Set<number>,
): Promise<void> {
  let next = from;
  const worker = async (): Promise<void> => {
    while (next < to) {
      const call = next;
      next += 1;
      await send(endpoint, call);
      acknowledged?.add(call);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
}

interface Page {
  readonly events: readonly { readonly message: string }[];
  readonly nextToken?: string;
}

/** How many events there are, how many different ones, and how many of each call. */
async function readAll(
  endpoint: string,
): Promise<{ total: number; unique: number; calls: Map<number, number> }> {
  const seen = new Set<number>();
  const calls = new Map<number, number>();
  let total = 0;
  for (let group = 0; group < GROUPS; group += 1) {
    let nextToken: string | undefined;
    do {
      const request = JSON.stringify({ logGroupName: groupName(group), nextToken });
      const page = await callLogs<Page>(endpoint, "FilterLogEvents", request);
      for (const { message } of page.events) {
        const index = Number(message.slice(message.lastIndexOf("/") + 1, -2));
        const call = Math.floor(index / EVENTS_A_CALL);
        if (!seen.has(index)) calls.set(call, (calls.get(call) ?? 0) + 1);
        seen.add(index);
        total += 1;
      }
      nextToken = page.nextToken;
    } while (nextToken);
  }
  return { total, unique: seen.size, calls };
}

/** Looks at a process's resident memory four times a second. */
function watchMemory({ pid }: ChildProcess): { stop(): number } {
  let most = 0;
  const look = (): void => {
    const [, resident] = readFileSync(`/proc/${pid}/statm`, "utf8").split(" ");
    most = Math.max(most, (Number(resident) * 4_096) / 1_048_576);
  };
  const timer = setInterval(look, 250);
  return {
    stop() {
      look();
      clearInterval(timer);
      return Math.round(most);
    },
  };
}
