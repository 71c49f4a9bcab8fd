import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OutgoingEvent } from "../../../functions/log-processor/event.ts";
import { KnownEvents } from "../../../functions/log-processor/known-events.ts";
import { eventId } from "../../../lib/semantics/index.ts";

const eventOf = (at: number, id = eventId(1_700_000_000_000 + at, 7n, 0)): OutgoingEvent => ({
  id,
  timestamp: at,
  rawMessage: '"x"',
});

const batch = fc.oneof(
  // As they come from CloudWatch Logs: in the order of their times, some of them repetitions of others.
  fc
    .tuple(fc.nat(120), fc.integer({ min: 30, max: 80 }), fc.integer({ min: 1, max: 3 }))
    .map(([start, count, step]) =>
      Array.from({ length: count }, (_, index) => eventOf(start + index * step)),
    ),
  fc.array(fc.nat(200), { maxLength: 60 }).map((times) => times.map((at) => eventOf(at))),
  // All of one id, which none of CloudWatch Logs are.
  fc.constantFrom("", "7").map((id) => Array.from({ length: 40 }, () => eventOf(1, id))),
  fc
    .array(fc.constantFrom("", "1", "22", "x"), { maxLength: 40 })
    .map((ids) => ids.map((id) => eventOf(1, id))),
);

describe("events seen lately", () => {
  it("are those that a set of all ids would know", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(batch, fc.constantFrom("a", "b"), fc.boolean()), { maxLength: 8 }),
        (batches) => {
          const known = new KnownEvents(1_000_000);
          const ids = new Set<string>();

          for (const [events, stream, isAdded] of batches) {
            const before = new Set(events.filter(({ id }) => ids.has(`${stream} ${id}`)));
            const repeated = new Set<OutgoingEvent>();
            for (const event of isAdded ? events : []) {
              if (ids.has(`${stream} ${event.id}`)) repeated.add(event);
              ids.add(`${stream} ${event.id}`);
            }

            expect(known.known(events, stream)).toEqual(before);
            if (isAdded) expect(known.add(events, stream)).toEqual(repeated);
          }
        },
      ),
    );
  });

  it("make room for later ones, the oldest first", () => {
    const known = new KnownEvents(200);
    const batches = Array.from({ length: 10 }, (_, start) =>
      Array.from({ length: 50 }, (_, index) => eventOf(start * 50 + index)),
    );

    for (const [index, events] of batches.entries()) known.add(events, index % 2 === 0 ? "a" : "b");

    const sizes = batches.map((events, index) => known.known(events, index % 2 === 0 ? "a" : "b").size);
    expect(sizes).toEqual([0, 0, 0, 0, 0, 0, 50, 50, 50, 50]);
  });
});
