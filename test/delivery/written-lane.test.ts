import { expect, it } from "vitest";
import { Queue } from "../../lib/delivery/queue.ts";
import { WrittenItems } from "../../lib/delivery/written/written-items.ts";
import { EventForm } from "../../lib/handlers/cloudwatch/event-form.ts";

const LIMITS = {
  maximumBytes: 20_000,
  maximumItems: 10_000,
  maximumItemBytes: 10_000,
  overheadBytes: 26,
  // About as many as their bytes allow, so that what is left of two batches is not joined.
  maximumSpanMs: 130,
};
const MAXIMUM_BYTES = 200_000;
/** Bytes that each batch keeps free, which are next to nothing beside a real one. */
const BODY_ROOM = 2_304;
const TEXT = "x".repeat(100);

/** A queue that one item in ten of a higher level was pushed into, and that was kept to a size. */
function filled(count: number) {
  const queue = new Queue(LIMITS, Number.POSITIVE_INFINITY, new EventForm());
  const lane = queue.lane("orders");
  for (let index = 0; index < count; index++) {
    const level = index % 10 === 0 ? 50 : 30;
    const rest = { whole: undefined, id: undefined, spooled: undefined };
    queue.push(lane, {
      timestamp: 1_700_000_000_000 + index,
      level,
      text: TEXT,
      bytes: TEXT.length,
      ...rest,
    });
    if (queue.memoryBytes > MAXIMUM_BYTES)
      for (const { item } of queue.shed(MAXIMUM_BYTES)) queue.forget(item);
  }
  return { queue, lane };
}

/** Bytes of the buffers that the batches of a lane really have, without the room for the beginning and the end of a body. */
function buffersOf({ queue, lane }: ReturnType<typeof filled>): number {
  let bytes = 0;
  while (lane.queued > 0) {
    const { content } = queue.takeShipment(lane);
    if (!(content instanceof WrittenItems)) throw new Error("not as it was written");
    bytes += content.body("", "").buffer.byteLength - BODY_ROOM;
  }
  return bytes;
}

it("buffers of which most was shed are no larger than what the queue says that it holds", () => {
  const full = filled(4_000);
  const told = full.queue.memoryBytes;

  const bytes = buffersOf(full);

  expect(told).toBeLessThanOrEqual(MAXIMUM_BYTES);
  // The batch that still grows may have room for more.
  expect(bytes).toBeLessThanOrEqual(told + LIMITS.maximumBytes);
});

it("a full batch counts for little more than its bytes", () => {
  const { queue, lane } = filled(1_000);

  const counted = queue.memoryBytes / lane.queued;

  // 26 bytes of envelope, 14 of names, 40 of numbers.
  expect(counted).toBeLessThan(1.2 * (TEXT.length + 80));
});

it("sheds no more of a level that is rare than the memory that is asked for", () => {
  const queue = new Queue(LIMITS, Number.POSITIVE_INFINITY, new EventForm());
  const lane = queue.lane("orders");
  for (let index = 0; index < 1_300; index++)
    queue.push(lane, {
      timestamp: 1_700_000_000_000 + index,
      level: index % 50 === 0 ? 20 : 30,
      text: TEXT,
      bytes: TEXT.length,
      whole: undefined,
      id: undefined,
      spooled: undefined,
    });

  const shed: number[] = [];
  for (const { item } of queue.shed(queue.memoryBytes - 500)) {
    queue.forget(item);
    shed.push(item.level);
  }

  expect(new Set(shed)).toEqual(new Set([20]));
  expect(shed.length).toBeLessThan(10);
});
