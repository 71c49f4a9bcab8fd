import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Delivery } from "../../../lib/delivery/delivery.ts";
import type { DeliveryReport } from "../../../lib/delivery/report.ts";
import { Spool } from "../../../lib/delivery/spool/spool.ts";
import { type Behaviour, ModelDestination } from "../engine/model-destination.ts";
import { SteppedTimers, settle } from "../engine/stepped-timers.ts";

const LIMITS = {
  maximumBytes: 400,
  maximumItems: 5,
  overheadBytes: 26,
  maximumItemBytes: 226,
  maximumSpanMs: 1_000,
};

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant("accept" as const), count: fc.integer({ min: 1, max: 30 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("step" as const), ms: fc.integer({ min: 0, max: 9_000 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("flush" as const), ms: fc.constantFrom(0, 10, 5_000) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom("flip" as const, "delete" as const, "block" as const),
      which: fc.nat(),
      at: fc.nat(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("delete folder" as const) }) },
);
const behaviour = fc.constantFrom<Behaviour>("store", "store", "throttle", "error", "hang", "denied");

const sum = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((total, count) => total + count, 0);

test("the account holds at every step and names whatever is lost, whatever befalls destination and disk", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 30 }),
      fc.array(behaviour, { maxLength: 15 }),
      async (steps, script) => {
        const directory = mkdtempSync(join(tmpdir(), "spool-"));
        const timers = new SteppedTimers();
        const destination = new ModelDestination(LIMITS);
        destination.script = [...script];
        const leftOver: string[] = [];
        const delivery = new Delivery({
          backend: destination,
          limits: LIMITS,
          maximumQueueBytes: 9_000,
          describeShed: () => "shed",
          shedLevel: 40,
          onProblem: () => {},
          spool: new Spool({ directory, segmentBytes: 2_000 }),
          lastResort: (items) => {
            leftOver.push(...items.map(({ text }) => text));
            return items.length;
          },
          timers,
          random: () => 0.5,
        });
        let count = 0;
        const balanced = ({ accepted, delivered, rejected, dropped, spooled, pending }: DeliveryReport) =>
          expect(delivered + sum(rejected) + sum(dropped) + spooled + pending).toBe(accepted);
        for (const given of steps) {
          if (given.kind === "accept")
            for (let left = given.count; left > 0; left--)
              delivery.accept("one", timers.date(), 30, `${count++}`);
          else if (given.kind === "step") await timers.advance(given.ms);
          else if (given.kind === "flush") {
            const flushed = delivery.flush(timers.date() + given.ms);
            await timers.advance(given.ms);
            balanced(await flushed);
          } else if (given.kind === "delete folder") rmSync(directory, { recursive: true, force: true });
          else damage(directory, given);
          await settle();
          balanced(delivery.report());
        }
        destination.script = [];
        await timers.advance(300_000);
        const closing = delivery.close(timers.date() + 60_000);
        await timers.advance(60_000);
        const report = await closing;
        rmSync(directory, { recursive: true, force: true });

        balanced(report);
        expect(report.pending).toBe(0);
        const there = new Set([...(destination.stored.get("one") ?? []), ...leftOver]);
        there.delete("shed");
        const missing = count - there.size;
        const { stderr = 0, ...lost } = report.dropped;
        expect(missing).toBeLessThanOrEqual(sum(lost) + report.spooled);
        expect(report.accepted).toBeGreaterThanOrEqual(count);
        expect(stderr).toBe(leftOver.length);
      },
    ),
    { numRuns: 300 },
  );
}, 120_000);

function damage(
  directory: string,
  {
    kind,
    which,
    at,
  }: { readonly kind: "flip" | "delete" | "block"; readonly which: number; readonly at: number },
): void {
  let files: string[] = [];
  try {
    files = readdirSync(directory).filter((file) => file.endsWith(".spool"));
  } catch {
    // Deleted before.
  }
  const file = files[which % files.length];
  if (file === undefined) return;
  const path = join(directory, file);
  if (kind === "delete") rmSync(path, { recursive: true });
  else if (kind === "block") {
    // Nothing more can be noted there, and what was noted is gone.
    const acknowledged = path.replace(/\.[^.]+\.spool$/, ".acknowledged");
    rmSync(acknowledged, { recursive: true, force: true });
    mkdirSync(acknowledged);
  } else {
    const bytes = readFileSync(path);
    if (bytes.length === 0) return;
    bytes[at % bytes.length]! ^= 1 << (at % 8);
    writeFileSync(path, bytes, { flag: "r+" });
  }
}
