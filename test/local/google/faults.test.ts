import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Cloud } from "../../../local/kernel/cloud.ts";
import { SqliteStorage } from "../../../local/kernel/storage/sqlite-storage.ts";
import { CloudLogging } from "../../../local/services/cloud-logging/state.ts";
import { failure, type Google, PROJECT, START, startGoogle } from "./google-cloud.ts";

let google: Google;
beforeEach(async () => {
  google = await startGoogle();
});
afterEach(() => google.stop());

const REQUEST = {
  logName: `${PROJECT}/logs/app`,
  resource: { type: "global" },
  entries: [{ textPayload: "t" }],
};
/** Without the client's own retries. */
const ONCE = { retry: null, timeout: 5_000 } as never;

async function stored(): Promise<number> {
  google.cloud.faults.clear();
  const [entries] = await google.client.listLogEntries({ resourceNames: [PROJECT] });
  return entries.length;
}

describe("faults", () => {
  it("throttle as RESOURCE_EXHAUSTED", async () => {
    google.cloud.faults.set("google:WriteLogEntries", { throttle: 1 });

    expect(await failure(google.client.writeLogEntries(REQUEST, ONCE))).toMatchObject({ code: 8 });
    expect(await google.rest("POST", "/v2/entries:write", REQUEST)).toMatchObject({ status: 429 });
    expect(await stored()).toBe(0);
  });

  it("fail as UNAVAILABLE, before or after storing", async () => {
    google.cloud.faults.set("google:*", { error: 1 });
    expect(await failure(google.client.writeLogEntries(REQUEST, ONCE))).toMatchObject({ code: 14 });
    expect(await stored()).toBe(0);

    google.cloud.faults.set("google:*", { error: 1, stored: 1 });
    expect(await google.rest("POST", "/v2/entries:write", REQUEST)).toMatchObject({ status: 503 });
    expect(await stored()).toBe(1);
  });

  it("cut the connection", async () => {
    google.cloud.faults.set("*", { cut: 1, latency: "5ms" });

    expect(await failure(google.client.writeLogEntries(REQUEST, ONCE))).toMatchObject({ code: 14 });
    await expect(google.rest("POST", "/v2/entries:write", REQUEST)).rejects.toThrow();
    expect(await stored()).toBe(0);
  });
});

describe("what is kept", () => {
  it("survives a restart with a data directory, deletions too", () => {
    const directory = mkdtempSync(join(tmpdir(), "google-logs-"));
    const open = () => {
      const cloud = new Cloud({ clock: { start: START, speed: 0 }, storage: new SqliteStorage(directory) });
      return { cloud, logs: new CloudLogging(cloud) };
    };
    const texts = (logs: CloudLogging) =>
      [...logs.entriesFrom(undefined, false)].map(({ entry }) => entry.textPayload);

    const first = open();
    first.logs.write({ ...REQUEST, entries: [{ textPayload: "a" }, { textPayload: "b" }] });
    first.logs.write({ ...REQUEST, logName: `${PROJECT}/logs/gone` });
    first.logs.deleteLog(`${PROJECT}/logs/gone`);
    first.cloud.storage.close();
    const second = open();
    const after = texts(second.logs);
    second.cloud.storage.close();
    rmSync(directory, { recursive: true });

    expect(after).toEqual(["a", "b"]);
  });

  it("is bounded, the oldest go first", () => {
    const logs = new CloudLogging(new Cloud({ clock: { start: START, speed: 0 }, maxEvents: 100 }));

    for (let count = 0; count < 50; count++)
      logs.write({
        ...REQUEST,
        entries: [
          { textPayload: `${count}a` },
          { textPayload: `${count}b`, timestamp: new Date(START - 1).toISOString() },
        ],
      });
    for (let count = 50; count < 150; count++)
      logs.write({ ...REQUEST, entries: [{ textPayload: `${count}a` }] });

    expect(logs.size).toBeLessThanOrEqual(110);
    const texts = [...logs.entriesFrom(undefined, false)].map(({ entry }) => entry.textPayload);
    expect(texts).toContain("149a");
    expect(texts).not.toContain("0b");
  });
});
