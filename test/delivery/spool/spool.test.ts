import { appendFileSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { SpooledRecord } from "../../../lib/delivery/spool/segment.ts";
import { Spool } from "../../../lib/delivery/spool/spool.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "spool-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const record = (text: string): SpooledRecord => ({
  lane: "one",
  timestamp: 1,
  level: 30,
  text,
  id: undefined,
  counts: true,
});
const segments = () => readdirSync(directory).filter((file) => file.endsWith(".spool"));
/** A process that cannot be: the segment's owner is gone. */
const disown = () => {
  for (const file of segments())
    renameSync(
      join(directory, file),
      join(directory, file.replace(/\.\d+-[0-9a-f]+\.spool$/, ".99999999-000000000000.spool")),
    );
};

describe("Spool", () => {
  test("gives the records of a dead process to one successor only, in order", () => {
    const first = new Spool({ directory });
    for (const text of ["a", "b", "c"]) first.append(record(text));
    first.close();
    disown();

    const replay = new Spool({ directory }).next();
    const second = new Spool({ directory }).next();

    expect(replay?.records.map(({ record: { text } }) => text)).toEqual(["a", "b", "c"]);
    expect(replay?.isOwn).toBe(false);
    expect(second).toBeUndefined();
  });

  test("leaves the segments of a process that lives alone", () => {
    const owner = new Spool({ directory });
    owner.append(record("a"));
    owner.close();
    for (const file of segments())
      renameSync(
        join(directory, file),
        join(
          directory,
          file.replace(/\.\d+-/, `.${process.ppid}-`).replace(/-[0-9a-f]{12}\.spool$/, "-000000000000.spool"),
        ),
      );

    expect(new Spool({ directory }).next()).toBeUndefined();
    expect(segments()).toHaveLength(1);
  });

  test("forgets each record by its own acknowledgement, and the segment with the last", () => {
    const writer = new Spool({ directory });
    for (const text of ["a", "b", "c"]) writer.append(record(text));
    const replay = writer.next()!;

    writer.acknowledge({ segment: replay, index: 1 });
    disown();
    const successor = new Spool({ directory });
    const rest = successor.next()!;

    expect(rest.records.map(({ record: { text } }) => text)).toEqual(["a", "c"]);
    for (const { index } of rest.records) successor.acknowledge({ segment: rest, index });
    expect(readdirSync(directory)).toEqual([]);
  });

  test("cuts a torn tail and keeps what stands before it", () => {
    const writer = new Spool({ directory });
    writer.append(record("a"));
    writer.close();
    appendFileSync(join(directory, segments()[0]!), Buffer.from([200, 0, 0, 0, 1, 2, 3]));

    expect(writer.next()?.records.map(({ record: { text } }) => text)).toEqual(["a"]);
  });

  test("begins new segments, and refuses what would be too much", () => {
    const spool = new Spool({ directory, segmentBytes: 100, maximumBytes: 1_000 });

    const taken = Array.from({ length: 100 }, (_, index) => spool.append(record(`record ${index}`))).filter(
      Boolean,
    ).length;

    expect(segments().length).toBeGreaterThan(3);
    expect(taken).toBeGreaterThan(5);
    expect(taken).toBeLessThan(100);
  });
});
