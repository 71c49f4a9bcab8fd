import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { SpooledRecord } from "../../../lib/delivery/spool/frames.ts";
import { kernelIdentity } from "../../../lib/delivery/spool/host.ts";
import { OwnerWatch } from "../../../lib/delivery/spool/ownership.ts";
import { type Replay, Spool } from "../../../lib/delivery/spool/spool.ts";

let directory: string;
let problems: string[];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "spool-"));
  problems = [];
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const record = (text: string): SpooledRecord => ({
  lane: "one",
  timestamp: 1,
  level: 30,
  text,
  id: undefined,
  counts: true,
});
const open = (options: object = {}) =>
  new Spool({ directory, onProblem: ({ message }) => problems.push(message), ...options });
const segments = () => readdirSync(directory).filter((file) => file.endsWith(".spool"));
const texts = (replay: Replay | undefined) => replay?.records.map(({ record: { text } }) => text);
/** Gives every segment to an owner. */
const giveTo = (owner: string) => {
  for (const file of segments())
    renameSync(join(directory, file), join(directory, file.replace(/\.[^.]+\.spool$/, `.${owner}.spool`)));
};
const spoolTexts = (...given: string[]): Spool => {
  const spool = open();
  for (const text of given) spool.append(record(text));
  return spool;
};

describe("Spool", () => {
  test("gives the records of an owner that is gone to one successor only, in order", async () => {
    spoolTexts("a", "b", "c").close();

    const [first, second] = [open(), open()];
    const replays = await Promise.all([first.next(), second.next()]);

    expect(replays.map(texts).filter(Boolean)).toEqual([["a", "b", "c"]]);
    expect(replays.find(Boolean)?.isOwn).toBe(false);
  });

  test("leaves the segments of an owner alone that lives, also in this very process", async () => {
    const owner = spoolTexts("a");

    const replay = await open().next();

    expect(replay).toBeUndefined();
    expect(texts(await owner.next())).toEqual(["a"]);
  });

  test("asks the owner's socket in a directory whose path is too long for one", async () => {
    directory = join(directory, "long".repeat(30));
    const owner = spoolTexts("a");

    const whileItLives = await open().next();
    owner.close();

    expect(whileItLives).toBeUndefined();
    expect(texts(await open().next())).toEqual(["a"]);
  });

  test("takes over from an owner whose socket nobody listens to any more, and removes it", async () => {
    spoolTexts("a").close();
    const owner = `${kernelIdentity()}-0123456789ab`;
    giveTo(owner);
    writeFileSync(join(directory, `${owner}.owner`), "");

    const successor = open();
    const replay = (await successor.next())!;

    expect(texts(replay)).toEqual(["a"]);
    expect(readdirSync(directory)).not.toContain(`${owner}.owner`);
  });

  test("leaves an owner on another host alone as long as its heartbeat is fresh", async () => {
    spoolTexts("a").close();
    giveTo("00000000-0123456789ab");
    writeFileSync(join(directory, "00000000-0123456789ab.lease"), "");

    const successor = open();

    expect(await successor.next()).toBeUndefined();
    expect(await successor.next()).toBeUndefined();
  });

  test("takes over from an owner on another host whose heartbeat has stopped for a minute, as it sees it", async () => {
    let now = 0;
    const lease = join(directory, "00000000-0123456789ab.lease");
    writeFileSync(lease, "");
    const watch = new OwnerWatch(directory, () => now);
    const seen: boolean[] = [];
    const look = async (ms: number) => {
      now += ms;
      seen.push(await watch.isAlive("00000000-0123456789ab"));
    };

    await look(0);
    await look(59_000);
    utimesSync(lease, 1, 1);
    await look(59_000);
    await look(59_000);
    await look(2_000);

    expect(seen).toEqual([true, true, true, true, false]);
  });

  test("forgets each record by its own acknowledgement, and the segment with the last", async () => {
    const writer = spoolTexts("a", "b", "c");
    const replay = (await writer.next())!;
    writer.acknowledge({ segment: replay, index: 1 });
    writer.close();

    const successor = open();
    const rest = (await successor.next())!;
    for (const { index } of rest.records) successor.acknowledge({ segment: rest, index });
    successor.release(rest);
    successor.close();

    expect(texts(rest)).toEqual(["a", "c"]);
    expect(readdirSync(directory)).toEqual([]);
  });

  test("sends again rather than loses when acknowledgements are torn or damaged", async () => {
    const writer = spoolTexts("a", "b", "c");
    const replay = (await writer.next())!;
    writer.acknowledge({ segment: replay, index: 0 });
    writer.close();
    const file = join(directory, `${replay.id}.acknowledged`);
    appendFileSync(file, Buffer.from([1, 0, 0, 0, 0, 0, 0, 0, 9, 9, 9]));

    const second = open();
    const rest = (await second.next())!;
    second.acknowledge({ segment: rest, index: 2 });
    second.close();
    const last = await open().next();

    expect(texts(rest)).toEqual(["b", "c"]);
    expect(texts(last)).toEqual(["b"]);
  });

  test("cuts a torn tail and keeps what stands before it", async () => {
    const writer = spoolTexts("a", "b");
    writer.close();
    const path = join(directory, segments()[0]!);
    writeFileSync(path, readFileSync(path).subarray(0, -3));

    const replay = await open().next();

    expect(texts(replay)).toEqual(["a"]);
    expect(replay?.gone).toBe(0);
  });

  test("gives all records but the damaged one, counts it, says so and keeps the file, once", async () => {
    spoolTexts(...Array.from({ length: 1_000 }, (_, index) => `record ${index}`)).close();
    const path = join(directory, segments()[0]!);
    const bytes = readFileSync(path);
    bytes[Math.floor(bytes.length / 10)]! ^= 4;
    writeFileSync(path, bytes);

    const first = open();
    const replay = (await first.next())!;
    first.close();
    const again = (await open().next())!;

    expect([replay.records.length, replay.gone]).toEqual([999, 1]);
    expect([again.records.length, again.gone]).toEqual([999, 0]);
    expect(problems).toEqual([
      `spool ${directory}: 1 records of a segment are damaged and gone; its file is kept as ${replay.id}.damaged`,
    ]);
    expect(readFileSync(join(directory, `${replay.id}.damaged`))).toEqual(bytes);
  });

  test("tells of its own records that were damaged or deleted how many are gone", async () => {
    const spool = open({ segmentBytes: 300 });
    for (let index = 0; index < 12; index++) spool.append(record(`record ${index} ${"x".repeat(100)}`));
    const [first, second] = segments();
    rmSync(join(directory, second!));
    const path = join(directory, first!);
    writeFileSync(path, readFileSync(path).fill(0, 0, 40));

    const [deleted, damaged, whole] = [await spool.next(), await spool.next(), await spool.next()];

    expect([deleted?.gone, deleted?.records.length]).toEqual([2, 0]);
    expect([damaged?.gone, damaged?.records.length]).toEqual([1, 1]);
    expect([whole?.gone, whole?.records.length]).toEqual([0, 2]);
    expect([deleted, damaged, whole].every((replay) => replay?.isOwn)).toBe(true);
  });

  test("begins new segments, and refuses what would be too much", () => {
    const spool = open({ segmentBytes: 100, maximumBytes: 1_000 });

    const taken = Array.from({ length: 100 }, (_, index) => spool.append(record(`record ${index}`))).filter(
      Boolean,
    ).length;

    expect(segments().length).toBeGreaterThan(3);
    expect(taken).toBeGreaterThan(5);
    expect(taken).toBeLessThan(100);
  });

  test("counts what it took over in its limit, also while that is being sent", async () => {
    const first = spoolTexts(..."abcdefghij");
    first.close();
    const spool = open({ maximumBytes: 400 });

    const replay = (await spool.next())!;
    const whileSent = spool.append(record("k"));
    spool.release(replay);
    const whileItWaits = spool.append(record("l"));

    expect([whileSent, whileItWaits]).toEqual([false, false]);
  });

  test("leaves what is no segment alone, says so once, and goes on to the next", async () => {
    spoolTexts("a").close();
    const name = (index: number) => `00000000${index}-0000000000.0-0.spool`;
    mkdirSync(join(directory, name(1)));
    symlinkSync("/nowhere", join(directory, name(2)));
    symlinkSync("/etc/passwd", join(directory, name(3)));
    if (process.platform !== "win32") execFileSync("mkfifo", [join(directory, name(4))]);
    const server = createServer().listen(join(directory, name(5)));

    const spool = open();
    const replay = await spool.next();
    await spool.next();
    server.close();

    expect(texts(replay)).toEqual(["a"]);
    expect(problems).toEqual([
      expect.stringContaining(`${name(1)} is no file; it is left alone`),
      expect.stringContaining(`${name(2)} is a link; it is left alone`),
      expect.stringContaining(`${name(3)} is a link; it is left alone`),
      expect.stringContaining(`${name(4)} is no file; it is left alone`),
      expect.stringContaining(`${name(5)} is no file; it is left alone`),
    ]);
  });

  test("makes its folder anew when it was deleted, and counts what went with it", async () => {
    const spool = spoolTexts("a", "b");
    rmSync(directory, { recursive: true });

    const appended = spool.append(record("c"));
    const replays = [await spool.next(), await spool.next()];

    expect(appended).toBe(true);
    expect(replays.map((replay) => [texts(replay), replay?.gone])).toEqual([
      [[], 2],
      [["c"], 0],
    ]);
  });

  test("does not send again what it could not note as acknowledged", async () => {
    const spool = spoolTexts("a", "b", "c");
    const replay = (await spool.next())!;
    mkdirSync(join(directory, `${replay.id}.acknowledged`));

    for (const index of [0, 1]) spool.acknowledge({ segment: replay, index });
    spool.release(replay);

    expect(texts(await spool.next())).toEqual(["c"]);
    expect(problems).toEqual([`spool ${directory}: it cannot be noted that records arrived`]);
  });

  test("of a folder that is a file says so and takes nothing", async () => {
    const spool = open();
    rmSync(directory, { recursive: true });
    writeFileSync(directory, "");

    const taken = [spool.append(record("a")), spool.append(record("b"))];

    expect(taken).toEqual([false, false]);
    expect(await spool.next()).toBeUndefined();
    expect(problems.length).toBe(2);
  });
});
