import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Delivery } from "../../lib/delivery/delivery.ts";
import type { DeliveryOptions } from "../../lib/delivery/delivery-options.ts";
import type { DeliveryReport } from "../../lib/delivery/report.ts";
import { type Behaviour, ModelDestination } from "./engine/model-destination.ts";
import { SteppedTimers, settle } from "./engine/stepped-timers.ts";

const LIMITS = {
  maximumBytes: 400,
  maximumItems: 5,
  overheadBytes: 26,
  maximumItemBytes: 226,
  maximumSpanMs: 1_000,
};

/** Whether the destination has its items written when they come in. */
let isWritten = false;
let timers: SteppedTimers;
let destination: ModelDestination;
let problems: { code: string; message: string }[];
let leftOver: string[];
let stderrTakes: number;

function engine(options: Partial<DeliveryOptions> = {}): Delivery {
  timers = new SteppedTimers();
  destination = new ModelDestination(LIMITS, isWritten);
  problems = [];
  leftOver = [];
  stderrTakes = Number.POSITIVE_INFINITY;
  return new Delivery({
    backend: destination,
    limits: LIMITS,
    describeShed: (counts) => `shed ${JSON.stringify([...counts])}`,
    shedLevel: 40,
    onProblem: (problem) => problems.push(problem),
    lastResort: (items) => {
      leftOver.push(...items.slice(0, stderrTakes).map(({ text }) => text));
      return Math.min(items.length, stderrTakes);
    },
    timers,
    random: () => 0.5,
    ...options,
  });
}

const sum = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((total, count) => total + count, 0);
function expectBalance({ accepted, delivered, rejected, dropped, spooled, pending }: DeliveryReport): void {
  expect(delivered + sum(rejected) + sum(dropped) + spooled + pending).toBe(accepted);
}

let delivery: Delivery;
beforeEach(() => {
  delivery = engine();
});
const log = (text: string, lane = "one", level = 30) => delivery.accept(lane, timers.date(), level, text);

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("accept" as const),
      lane: fc.constantFrom("one", "two"),
      level: fc.constantFrom(20, 30, 50),
      ageMs: fc.constantFrom(0, 0, 0, 3, 900, 1_500),
      pad: fc.constantFrom("", "é", "😀".repeat(30), "x".repeat(150), "y".repeat(500), "\u0000"),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("step" as const), ms: fc.integer({ min: 0, max: 3_000 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("flush" as const), ms: fc.constantFrom(0, 10, 5_000) }),
  },
);
const behaviour = fc.constantFrom<Behaviour>(
  "store",
  "store",
  "throttle",
  "error",
  "store-then-error",
  "hang",
  "missing",
  "denied",
  "poison",
);

describe.each([
  ["of items", false, 40_000],
  ["of items that are written when they come in", true, 9_000],
])("Delivery %s", (_, written, roomFor120) => {
  beforeAll(() => {
    isWritten = written;
  });

  it("loses nothing, keeps the order and balances its ledger at every step, whatever the destination does", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 40 }),
        fc.array(behaviour, { maxLength: 25 }),
        fc.constantFrom(undefined, 0, 3_000),
        async (steps, script, packAboveBytes) => {
          delivery = engine({ packAboveBytes });
          destination.script = [...script];
          const texts = new Map<string, string[]>([
            ["one", []],
            ["two", []],
          ]);
          // Heads of records that were logged with the time of the call: no older one may come between.
          const current = new Set<string>();
          let count = 0;
          for (const given of steps) {
            if (given.kind === "accept") {
              const text = `${count++}:${given.pad}`;
              if (given.ageMs === 0) current.add(`${count - 1}:`);
              if (!given.pad.includes("\u0000")) texts.get(given.lane)!.push(text);
              delivery.accept(given.lane, timers.date() - given.ageMs, given.level, text);
            } else if (given.kind === "step") await timers.advance(given.ms);
            else {
              const flushed = delivery.flush(timers.date() + given.ms);
              await timers.advance(given.ms);
              expectBalance(await flushed);
            }
            expectBalance(delivery.report());
          }
          // However long the script is, an hour is enough for all of its failures.
          for (let minute = 0; minute < 60 && delivery.report().pending > 0; minute++) {
            await timers.advance(60_000);
            expectBalance(delivery.report());
          }
          const report = await delivery.close(timers.date());

          expect(destination.broken).toEqual([]);
          expect(report).toMatchObject({ accepted: count, dropped: {}, pending: 0, spooled: 0 });
          expectBalance(report);
          expect(report.delivered).toBe(texts.get("one")!.length + texts.get("two")!.length);
          for (const [lane, logged] of texts) expectStored(lane, logged, current);
          expect(timers.alive).toBe(0);
          expect(delivery.metrics().queueBytes).toBe(0);
        },
      ),
      { numRuns: 3_000 },
    );
  }, 120_000);

  it("accounts for everything when it is closed in the middle", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(behaviour, { maxLength: 6 }),
        fc.nat(20),
        fc.nat(2_000),
        async (script, count, ms) => {
          delivery = engine();
          destination.script = [...script];
          for (let index = 0; index < count; index++) log(`${index}`);
          await timers.advance(ms);
          const closing = delivery.close(timers.date() + 100);
          await timers.advance(100);
          const report = await closing;

          expect(report.pending).toBe(0);
          expectBalance(report);
          const arrived = new Set([...(destination.stored.get("one") ?? []), ...leftOver]);
          expect(arrived.size).toBe(count);
          expect(report.delivered + (report.dropped["stderr"] ?? 0)).toBe(count);
        },
      ),
      { numRuns: 500 },
    );
  }, 60_000);

  it("sends to a service that goes quiet after one record, within the linger time", async () => {
    log("only");

    await timers.advance(1_000);

    expect(destination.stored.get("one")).toEqual(["only"]);
  });

  it("is not kept from sending by lines that keep coming", async () => {
    for (let index = 0; index < 4; index++) {
      log(`${index}`);
      await timers.advance(300);
    }

    expect(destination.stored.get("one")?.slice(0, 4)).toEqual(["0", "1", "2", "3"]);
  });

  it("does not resolve flush while a request is under way", async () => {
    destination.script = ["hang"];
    log("a");
    let isDone = false;

    const flushed = delivery.flush().then(() => {
      isDone = true;
    });
    await timers.advance(29_000);
    const before = isDone;
    await timers.advance(31_000);
    await flushed;

    expect(before).toBe(false);
    expect(destination.stored.get("one")).toEqual(["a"]);
  });

  it("ends a request that never answers at its time limit and sends the batch again", async () => {
    delivery = engine({ requestTimeoutMs: 5_000 });
    destination.script = ["hang", "hang"];
    log("a");

    await timers.advance(1_000 + 5_000 + 50 + 5_000 + 100);

    expect(delivery.metrics()).toMatchObject({ requests: 3, retries: 2 });
    expect(delivery.report()).toMatchObject({ delivered: 1, pending: 0 });
  });

  it("goes through an outage of a minute with few requests and delivers everything after it", async () => {
    destination.script = Array.from({ length: 1_000 }, () => "error");
    for (let second = 0; second < 60; second++) {
      log(`${second}`);
      await timers.advance(1_000);
      expectBalance(delivery.report());
    }
    const during = { ...delivery.metrics(), ...delivery.report() };
    destination.script = [];

    await timers.advance(20_000);

    expect(during).toMatchObject({ delivered: 0, pending: 60, isCircuitOpen: true });
    expect(during.requests).toBeLessThan(15);
    expect(delivery.report()).toMatchObject({ delivered: 60, pending: 0 });
    expect(destination.stored.get("one")).toEqual(Array.from({ length: 60 }, (_, index) => `${index}`));
    expect(problems.map(({ code }) => code)).toEqual(["delivery-failing"]);
  });

  it("tries at once when it is flushed, though the next try would be later", async () => {
    destination.script = Array.from({ length: 12 }, () => "error");
    log("a");
    await timers.advance(40_000);
    destination.script = [];

    const flushed = delivery.flush(timers.date() + 10);
    await settle();

    expect(await flushed).toMatchObject({ delivered: 1 });
  });

  it("waits as long as the service asks, flushed or not", async () => {
    destination.retryAfterMs = 7_000;
    destination.script = ["error"];
    log("a");
    const flushed = delivery.flush();
    await timers.advance(6_900);
    const early = delivery.report();
    void delivery.flush(timers.date() + 50);
    await timers.advance(50);
    const requests = delivery.metrics().requests;
    await timers.advance(100);

    expect(early.pending).toBe(1);
    expect(requests).toBe(1);
    expect(await flushed).toMatchObject({ delivered: 1 });
  });

  it("resolves flush at once when it is aborted, and when nothing will get through until a person acts", async () => {
    destination.script = ["hang", "denied"];
    log("a");
    const controller = new AbortController();

    const aborted = delivery.flush(undefined, controller.signal);
    controller.abort();
    const first = await aborted;
    await timers.advance(31_000);
    const second = await delivery.flush();

    expect([first.pending, second.pending]).toEqual([1, 0]);
    expect(problems.map(({ code }) => code)).toEqual(["delivery-stopped"]);
    expect(destination.stored.get("one")).toEqual(["a"]);
  });

  it("takes a deadline beyond what a timer can wait for", async () => {
    const real = new Delivery({
      backend: destination,
      limits: LIMITS,
      describeShed: () => "",
      shedLevel: 40,
      onProblem: () => {},
      lastResort: () => 0,
      backoff: { baseMs: 5 },
    });
    destination.script = ["error", "error", "error"];
    real.accept("one", Date.now(), 30, "a");

    expect(await real.flush(Number.MAX_SAFE_INTEGER)).toMatchObject({ delivered: 1, pending: 0 });
  });

  it("gives up the lowest severity first when the queue is full, says so, and tells how many in one record", async () => {
    delivery = engine({ maximumQueueBytes: roomFor120 });
    destination.script = ["error", "error"];
    for (let index = 0; index < 200; index++) log(`${index}`, "one", index % 2 === 0 ? 50 : 20);
    const full = delivery.report();
    const held = delivery.metrics().queueBytes;

    const report = await runUntil(delivery.flush());
    await timers.advance(1_000);

    const stored = destination.stored.get("one")!;
    expect(held).toBeLessThanOrEqual(roomFor120);
    expect(full.dropped["queue-full"]).toBeGreaterThan(50);
    expectBalance(report);
    expect(stored.filter((text) => Number(text) % 2 === 0)).toHaveLength(100);
    expect(stored.at(-1)).toBe(`shed [[20,${full.dropped["queue-full"]}]]`);
    expect(problems.map(({ code }) => code)).toEqual(["queue-full"]);
  });

  it("counts what a text takes in memory, not only its bytes on the wire", () => {
    delivery = engine({ maximumQueueBytes: 100_000 });

    for (let index = 0; index < 1_000; index++) log("€".repeat(40));

    expect(delivery.metrics().queueBytes).toBeLessThanOrEqual(100_000);
    expect(delivery.report().pending).toBeLessThan(600);
  });

  it("sheds, keeps the order and balances its ledger when what waits is packed", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(20, 30, 50), { maxLength: 120 }),
        fc.constantFrom(0, 2_000, 6_000),
        async (levels, packAboveBytes) => {
          delivery = engine({ maximumQueueBytes: 8_000, packAboveBytes });
          destination.script = ["hang"];
          for (const [index, level] of levels.entries()) {
            log(`${index}`, "one", level);
            expectBalance(delivery.report());
            expect(delivery.metrics().queueBytes).toBeLessThanOrEqual(8_000);
          }
          await timers.advance(40_000);
          const report = await delivery.close(timers.date());

          const stored = destination.stored.get("one") ?? [];
          const numbers = stored.filter((text) => !text.startsWith("shed")).map(Number);
          expect(numbers).toEqual(numbers.toSorted((left, right) => left - right));
          expect(report.delivered).toBe(stored.length);
          expect(report.pending).toBe(0);
          expectBalance(report);
          expect(delivery.metrics().queueBytes).toBe(0);
        },
      ),
      { numRuns: 500 },
    );
  }, 60_000);

  it("forgets streams that are empty", async () => {
    for (let index = 0; index < 50; index++) {
      log("a", `stream ${index}`);
      await timers.advance(1_001);
    }
    log("b", "last");
    const flushed = delivery.flush();

    expect(await runUntil(flushed)).toMatchObject({ delivered: 51 });
    expect(destination.stored.size).toBe(51);
  });

  it("says how many records were left, why, and where they went", async () => {
    destination.script = Array.from({ length: 50 }, () => "error");
    log("a");
    log("b", "two");
    const closing = delivery.close(timers.date() + 500);
    await timers.advance(500);

    expect(await closing).toMatchObject({ dropped: { stderr: 2 }, pending: 0 });
    expect(leftOver.toSorted()).toEqual(["a", "b"]);
    expect(problems.at(-1)).toMatchObject({
      code: "delivery-ended",
      message: "2 records were not delivered (error); they went to stderr.",
    });
  });

  it("counts what stderr does not take at the end as lost, and says so", async () => {
    destination.script = Array.from({ length: 50 }, () => "error");
    for (let index = 0; index < 5; index++) log(`${index}`);
    stderrTakes = 2;
    const closing = delivery.close(timers.date() + 500);
    await timers.advance(500);

    expect(await closing).toMatchObject({ accepted: 5, dropped: { stderr: 2, lost: 3 }, pending: 0 });
    expect(leftOver).toEqual(["0", "1"]);
    expect(problems.at(-1)!.message).toBe(
      "5 records were not delivered (error); 2 went to stderr, 3 are lost, because stderr did not take them.",
    );
  });

  it.each([-3_600_000, 3_600_000])(
    "waits no longer or shorter when the wall clock is set by %d ms",
    async (jump) => {
      destination.script = ["error"];
      log("a");
      await timers.advance(1_000);
      log("b");
      timers.setClock(jump);
      const flushed = delivery.flush(timers.date() + 5_000);
      timers.setClock(-2 * jump);
      await timers.advance(2_000);

      expect(await flushed).toMatchObject({ delivered: 2, pending: 0 });
      expect(delivery.metrics().requests).toBeLessThanOrEqual(3);
    },
  );

  it("is not blocked by a record that the destination fails over: it is found, and rejected with the reason", async () => {
    destination.indigestible = "bad";
    for (let index = 0; index < 52; index++) log(index === 20 ? "bad" : `${index}`);
    const flushed = delivery.flush(timers.date() + 60_000);
    await timers.advance(60_000);

    expect(await flushed).toMatchObject({ delivered: 51, rejected: { internal: 1 }, pending: 0 });
    expect(problems.map(({ code }) => code)).toContain("record-rejected");
  });

  it("lets others pass a record that fails, whether or not it is ever found to be the reason", async () => {
    destination.indigestible = "bad";
    log("bad");
    await timers.advance(10_000);
    for (let index = 0; index < 10; index++) {
      log(`${index}`);
      await timers.advance(20_000);
    }

    expect(destination.stored.get("one")).toEqual(Array.from({ length: 10 }, (_, index) => `${index}`));
    expect(delivery.report()).toMatchObject({ delivered: 10, rejected: { internal: 1 } });
  });

  it("rejects nothing in an outage, however long, and halves batches only a few times", async () => {
    destination.indigestible = "";
    for (let index = 0; index < 200; index++) log(`${index}`);
    await timers.advance(3_600_000);
    const during = { ...delivery.report(), ...delivery.metrics() };
    destination.indigestible = undefined;
    await timers.advance(60_000);

    expect(during).toMatchObject({ pending: 200, rejected: {} });
    expect(during.requests).toBeLessThan(1_000);
    expect(delivery.report()).toMatchObject({ delivered: 200, rejected: {}, pending: 0 });
    expect(delivery.metrics().requests - during.requests).toBeLessThan(150);
  });

  it("says that what is missing was made and is still missing", async () => {
    destination.script = Array.from({ length: 30 }, () => "missing");
    log("a");
    await timers.advance(600_000);

    expect(problems).toEqual([
      expect.objectContaining({
        code: "delivery-failing",
        message: "What is missing (missing) was made and is still missing. Records are kept and sent later.",
      }),
    ]);
    expect(delivery.report()).toMatchObject({ delivered: 1 });
  });

  it("sheds nothing of what is logged in bulk when it is waited for", async () => {
    delivery = engine({ maximumQueueBytes: roomFor120 });
    let most = 0;
    const logAll = async () => {
      for (let index = 0; index < 1_000; index++) {
        log(`${index}`);
        most = Math.max(most, delivery.metrics().queueBytes);
        expect(await delivery.ready()).toBe(true);
      }
    };
    let isDone = false;
    const logged = logAll().then(() => {
      isDone = true;
    });
    while (!isDone) await timers.advance(10);
    await logged;
    const report = await runUntil(delivery.flush());

    expect(report).toMatchObject({ accepted: 1_000, delivered: 1_000, dropped: {} });
    expect(most).toBeLessThan(21_000);
  });

  it("does not keep those waiting for room whom nothing can give any", async () => {
    delivery = engine({ maximumQueueBytes: roomFor120 });
    destination.script = ["hang", "denied"];
    for (let index = 0; index < 80; index++) log(`${index}`);

    const late = delivery.ready(timers.date() + 100);
    await timers.advance(100);
    const stopped = delivery.ready();
    await timers.advance(31_000);
    const answers = [await late, await stopped, await delivery.ready()];

    expect(answers).toEqual([false, false, false]);
    expect(timers.alive).toBe(0);
  });

  it("takes records after its end and accounts for them as dropped", async () => {
    await delivery.close();

    log("late");

    expect(delivery.report()).toMatchObject({ accepted: 1, dropped: { closed: 1 } });
  });
});

/** Everything logged is stored, in order, and twice only where the destination stored and then failed. */
function expectStored(lane: string, logged: readonly string[], current: ReadonlySet<string>): void {
  const twice = new Set(destination.storedThenFailed);
  const stored = destination.stored.get(lane) ?? [];
  const heads = stored.map((text) =>
    text.replace(/^\[part \d+\/\d+ of [^\]]+\] /, "").replace(/^(\d+:).*/su, "$1"),
  );
  const numbers = heads.filter((head) => /^\d+:$/.test(head)).map((head) => Number.parseInt(head, 10));
  const expected = logged.map((text) => Number.parseInt(text, 10));
  expect([...new Set(numbers)].toSorted((left, right) => left - right)).toEqual(expected);
  const inOrder = [...new Set(heads)].filter((head) => current.has(head));
  expect(inOrder).toEqual(
    inOrder.toSorted((left, right) => Number.parseInt(left, 10) - Number.parseInt(right, 10)),
  );
  for (const [index, text] of stored.entries())
    if (stored.indexOf(text) !== index) expect(twice.has(text)).toBe(true);
}

async function runUntil(flushed: Promise<DeliveryReport>): Promise<DeliveryReport> {
  let isDone = false;
  void flushed.then(() => {
    isDone = true;
  });
  while (!isDone) await timers.advance(1_000);
  return flushed;
}
