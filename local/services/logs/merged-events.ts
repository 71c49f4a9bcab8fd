import { compareEvents, type StoredEvent } from "./log-event.ts";
import type { LogStream } from "./log-group.ts";

/** An event with the stream it is in. */
export interface StreamEvent {
  readonly stream: LogStream;
  readonly event: StoredEvent;
}

interface Cursor {
  readonly stream: LogStream;
  index: number;
  readonly end: number;
  event: StoredEvent;
}

/**
 * Events of several streams as one sequence in order of time and arrival, without copying them.
 *
 * @param range indexes of the first event and of the one after the last, for each stream
 */
export function* mergedEvents(
  streams: Iterable<LogStream>,
  range: (stream: LogStream) => readonly [start: number, end: number],
): Generator<StreamEvent> {
  const heap: Cursor[] = [];
  for (const stream of streams) {
    const [index, end] = range(stream);
    const event = index < end ? stream.events.at(index) : undefined;
    if (event) push(heap, { stream, index, end, event });
  }
  while (heap.length > 0) {
    const cursor = heap[0]!;
    yield { stream: cursor.stream, event: cursor.event };
    cursor.index += 1;
    const next = cursor.index < cursor.end ? cursor.stream.events.at(cursor.index) : undefined;
    if (next) cursor.event = next;
    else {
      const last = heap.pop()!;
      if (heap.length === 0) return;
      if (last !== cursor) heap[0] = last;
    }
    sink(heap);
  }
}

function push(heap: Cursor[], cursor: Cursor): void {
  heap.push(cursor);
  for (let at = heap.length - 1; at > 0; ) {
    const parent = (at - 1) >> 1;
    if (compareEvents(heap[parent]!.event, heap[at]!.event) <= 0) return;
    [heap[parent], heap[at]] = [heap[at]!, heap[parent]!];
    at = parent;
  }
}

function sink(heap: Cursor[]): void {
  for (let at = 0; ; ) {
    let least = at;
    for (const child of [2 * at + 1, 2 * at + 2])
      if (child < heap.length && compareEvents(heap[child]!.event, heap[least]!.event) < 0) least = child;
    if (least === at) return;
    [heap[least], heap[at]] = [heap[at]!, heap[least]!];
    at = least;
  }
}
