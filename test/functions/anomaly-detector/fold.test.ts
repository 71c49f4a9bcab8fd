import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { WatchedGroup } from "../../../functions/anomaly-detector/configuration.ts";
import { type FoldResult, foldGroup } from "../../../functions/anomaly-detector/fold.ts";
import type { ObjectStore } from "../../../functions/anomaly-detector/store.ts";
import { countBatch } from "../../../functions/log-processor/destinations/anomalies.ts";
import type { OutgoingEvent } from "../../../functions/log-processor/event.ts";
import { countsKey, packed } from "../../../functions/shared/counts-object.ts";

const START = Date.UTC(2026, 0, 5);
const MINUTE = 60_000;
const WINDOW = 5 * MINUTE;
const SOURCE = { owner: "111122223333", logGroup: "/shop/api", logStream: "a" };
const GROUP = {
  logGroup: "/shop/api",
  sensitivity: "medium" as const,
  exclude: [],
  mute: [],
} satisfies WatchedGroup;
const HOURS = 26;

class MemoryStore implements ObjectStore {
  readonly objects = new Map<string, Uint8Array>();

  async list(prefix: string, after = ""): Promise<string[]> {
    return [...this.objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
  }

  async read(key: string): Promise<Uint8Array> {
    return this.objects.get(key)!;
  }

  async create(key: string, body: Uint8Array): Promise<boolean> {
    if (this.objects.has(key)) return false;
    this.objects.set(key, body);
    return true;
  }
}

/** A batch a minute for a day and more; then payments time out. */
const batches: OutgoingEvent[][] = Array.from({ length: HOURS * 60 + 30 }, (_, minute) => {
  const event = (index: number, record: object): OutgoingEvent => ({
    id: `${minute}-${index}`,
    timestamp: START + minute * MINUTE + index * 100,
    rawMessage: JSON.stringify(JSON.stringify(record)),
  });
  const orders = Array.from({ length: 5 }, (_, index) =>
    event(index, { level: "info", message: `order ${minute * 5 + index} created`, durationMs: 40 + index }),
  );
  const failing = minute >= HOURS * 60 && minute < HOURS * 60 + 10;
  const failures = Array.from({ length: failing ? 4 : 0 }, (_, index) =>
    event(9 + index, { level: "error", message: `payment ${index} timed out` }),
  );
  return [...orders, ...failures];
});

async function put(store: MemoryStore, batch: readonly OutgoingEvent[]): Promise<void> {
  for (const { object, counted } of countBatch(batch, SOURCE)) {
    const key = countsKey(
      "",
      object,
      counted.map(({ id }) => id),
    );
    store.objects.set(key, packed(object));
  }
}

const END = START + (HOURS * 60 + 30) * MINUTE;

/** What a run every window says in the end, when all is delivered in order and once. */
async function cleanRun(): Promise<{ outbox: FoldResult["outbox"]; states: string[] }> {
  const store = new MemoryStore();
  for (const batch of batches) await put(store, batch);
  let outbox: FoldResult["outbox"] = [];
  for (let now = START + WINDOW; now <= END + WINDOW; now += WINDOW)
    ({ outbox } = await foldGroup(GROUP, store, "", now));
  return { outbox, states: await store.list("state/") };
}

describe("the fold", () => {
  test("finds what is unusual, with its reasons", async () => {
    const { outbox } = await cleanRun();

    expect(outbox).toMatchObject([
      { kind: "new", seen: 20, series: { text: "payment <*> timed out" }, samples: ["payment 0 timed out"] },
    ]);
  });

  test("says the same however batches are repeated and reordered, and runs race", async () => {
    const clean = await cleanRun();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1_000_000 }), async (seed) => {
        let state = seed;
        const random = () => {
          state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
          return state / 2 ** 32;
        };
        const store = new MemoryStore();
        const waiting = batches.map((batch, minute) => ({
          batch,
          at: START + minute * MINUTE + random() * 60_000,
        }));
        waiting.push(
          ...waiting
            .filter(() => random() < 0.2)
            .map(({ batch, at }) => ({ batch, at: at + random() * WINDOW })),
        );
        waiting.sort((one, other) => one.at - other.at);
        let outbox: FoldResult["outbox"] = [];
        for (let now = START + WINDOW; now <= END + WINDOW; now += 2 * MINUTE) {
          while (waiting.length > 0 && waiting[0]!.at <= now) {
            const { batch } = waiting.shift()!;
            await put(store, random() < 0.5 ? batch : [...batch].reverse());
          }
          if (random() < 0.4) continue;
          const runs = await Promise.all(
            Array.from({ length: 1 + Math.floor(random() * 3) }, () => foldGroup(GROUP, store, "", now)),
          );
          for (const run of runs) expect(run.outbox).toEqual(runs[0]!.outbox);
          ({ outbox } = runs[0]!);
        }
        ({ outbox } = await foldGroup(GROUP, store, "", END + WINDOW));
        expect(outbox).toEqual(clean.outbox);
      }),
      { numRuns: 2 },
    );
  }, 60_000);

  test("a batch that comes after its window was judged counts as late, and changes no verdict", async () => {
    const store = new MemoryStore();
    const calm = START + HOURS * 60 * MINUTE;
    for (const batch of batches.slice(0, HOURS * 60)) await put(store, batch);
    await foldGroup(GROUP, store, "", calm + WINDOW);
    const many = Array.from({ length: 400 }, (_, index) => ({
      id: `late-${index}`,
      timestamp: calm - 40 * MINUTE,
      rawMessage: JSON.stringify("a line that is late"),
    }));
    await put(store, many);

    const { outbox } = await foldGroup(GROUP, store, "", calm + 3 * WINDOW);

    expect(outbox.flatMap(({ findings }) => findings.map(({ kind }) => kind))).toContain("late");
  });

  test("says nothing of a group without events", async () => {
    expect(await foldGroup(GROUP, new MemoryStore(), "", END)).toEqual({
      outbox: [],
      windows: 0,
      learning: true,
    });
  });
});
