import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { DeliveryReport } from "../../../lib/delivery/report.ts";
import { EntryStore } from "../../handlers/cloud-logging/entry-store.ts";
import { startRestServer } from "../../handlers/cloud-logging/rest-server.ts";

const CONTAINER = ["--user", "--map-root-user", "--mount"];
const canMount = spawnSync("unshare", [...CONTAINER, "mount", "-t", "tmpfs", "none", "/mnt"]).status === 0;
if (!canMount)
  console.warn("unshare and mount are not allowed here: full and read-only disks are not tested");

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

interface Seen {
  readonly cut: DeliveryReport;
  readonly files: number;
  readonly replayed: DeliveryReport;
  readonly later: DeliveryReport;
  readonly closed: DeliveryReport;
  readonly left: number;
}

async function run(scenario: string): Promise<{ readonly seen: Seen; readonly stderr: string }> {
  const program = [process.execPath, join(import.meta.dirname, "disk-process.ts"), scenario, directory];
  const child = spawn("unshare", [...CONTAINER, ...program, server.url], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += String(chunk);
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += String(chunk);
  });
  await new Promise((resolve) => child.once("close", resolve));
  return { seen: JSON.parse(stdout) as Seen, stderr };
}

const told = (stderr: string) =>
  stderr.split("\n").filter((line) => line.startsWith("cumulog: spool-failed"));
const indexes = () => store.entries.map(({ jsonPayload }) => (jsonPayload as { index: number }).index);

describe.skipIf(!canMount)("a spool's disk", () => {
  test("that is full keeps what fits, accounts for the rest, and leaves no empty files", async () => {
    const { seen, stderr } = await run("full");

    const { cut, files, closed, left } = seen;
    const { stderr: written = 0, "queue-full": shed = 0, lost = 0 } = cut.dropped;
    expect(cut.spooled).toBeGreaterThan(500);
    expect(cut.spooled + written + shed + lost).toBe(cut.accepted);
    expect(files).toBeLessThan(3);
    expect(told(stderr)).toEqual([
      expect.stringContaining("records cannot be written"),
      expect.stringContaining("it cannot be noted that records arrived"),
    ]);
    expect(closed).toMatchObject({ accepted: cut.spooled, delivered: cut.spooled, spooled: 0, dropped: {} });
    expect(new Set(indexes()).size).toBe(cut.spooled);
    expect(left).toBe(0);
  });

  test("that is read-only while its records are sent has each of them sent once", async () => {
    const { seen, stderr } = await run("read-only");

    const { cut, replayed, later, closed, left } = seen;
    // Of others nothing can be taken over on a disk that cannot be written: it waits until it can.
    expect(replayed).toMatchObject({ accepted: 0, pending: 0 });
    expect(later).toEqual(replayed);
    expect(closed).toMatchObject({ accepted: cut.spooled, delivered: cut.spooled, spooled: 0, pending: 0 });
    expect(told(stderr).length).toBeLessThan(4);
    expect(store.doubles).toBe(0);
    expect(left).toBe(0);
  });

  test("that becomes read-only with records of the very process has each of them sent once", async () => {
    const { seen } = await run("own");

    const { closed, left } = seen;
    expect(closed).toMatchObject({ delivered: closed.accepted, spooled: 0, pending: 0, dropped: {} });
    expect(closed.accepted).toBeGreaterThan(500);
    expect(store.entries.length).toBe(closed.accepted);
    expect(store.doubles).toBe(0);
    expect(left).toBe(0);
  });
});
