import { maskedText, minedText, readEvent, WINDOW_MS } from "cumulog/analysis";
import { type CountsObject, countsKey, packed, type ShapeCount } from "../../shared/counts-object.ts";
import { abortAt } from "../../shared/deadline.ts";
import type { DestinationConfiguration } from "../configuration.ts";
import type { EventSource, FailedEvent, OutgoingEvent } from "../event.ts";
import type { Destination } from "./destination.ts";

const ATTEMPTS = 5;
const LINE_CHARACTERS = 1_000;
/** Windows by which events of one batch may lie apart before the older ones count as late. */
const PATIENCE = 2;

/** Detection of the unusual: one small object of counts a batch and window, which a scheduled function folds and judges. */
export function anomalies(configuration: DestinationConfiguration & { type: "anomalies" }): Destination {
  return {
    name: configuration.name,
    logGroup: undefined,
    async forward(events, source, deadline, delivered) {
      const { S3Client, PutObjectCommand } = await import("../../shared/clients/s3.ts");
      const client = new S3Client({ maxAttempts: ATTEMPTS, ...pathStyle() });
      const failed: FailedEvent[] = [];
      for (const { object, counted } of countBatch(events, source)) {
        try {
          await client.send(
            new PutObjectCommand({
              Bucket: configuration.bucket,
              Key: countsKey(
                configuration.prefix,
                object,
                counted.map(({ id }) => id),
              ),
              Body: packed(object),
            }),
            { abortSignal: abortAt(deadline) },
          );
          delivered(counted);
        } catch (cause) {
          const { name, message } = cause as Error;
          failed.push(...counted.map((event) => ({ event, reason: `${name}: ${message}` })));
        }
      }
      return failed;
    },
  };
}

/** A local endpoint has no names of buckets in front of it. */
export const pathStyle = (): { forcePathStyle?: true } =>
  process.env["AWS_ENDPOINT_URL_S3"] === undefined && process.env["AWS_ENDPOINT_URL"] === undefined
    ? {}
    : { forcePathStyle: true };

interface Counted {
  readonly object: CountsObject;
  readonly counted: readonly OutgoingEvent[];
}

/** What a batch adds to each window. The same events give the same objects, in whatever order they come. */
export function countBatch(events: readonly OutgoingEvent[], source: EventSource): Counted[] {
  const newest = windowOf(Math.max(...events.map(({ timestamp }) => timestamp)));
  const windows = new Map<number, OutgoingEvent[]>();
  for (const event of events) {
    const own = windowOf(event.timestamp);
    const start = own < newest - PATIENCE * WINDOW_MS ? newest : own;
    const list = windows.get(start);
    if (list === undefined) windows.set(start, [event]);
    else list.push(event);
  }
  return [...windows].map(([start, counted]) => ({ object: countWindow(start, counted, source), counted }));
}

const windowOf = (time: number): number => Math.floor(time / WINDOW_MS) * WINDOW_MS;

function countWindow(start: number, events: readonly OutgoingEvent[], source: EventSource): CountsObject {
  const shapes = new Map<string, { line: string; count: number; errors: number; durations: number[] }>();
  const levels: Record<string, number> = {};
  let late = 0;
  for (const event of events) {
    if (windowOf(event.timestamp) < start) {
      late++;
      continue;
    }
    const message = JSON.parse(event.rawMessage) as string;
    const { row } = readEvent({ timestamp: event.timestamp, message });
    const line = minedText(message).slice(0, LINE_CHARACTERS);
    const error = row["is_error"] === true;
    const level = error ? "ERROR" : row["level"];
    if (typeof level === "string") levels[level] = (levels[level] ?? 0) + 1;
    const shape = shapes.get(maskedText(line)) ?? { line, count: 0, errors: 0, durations: [] };
    shape.count++;
    if (error) shape.errors++;
    if (line < shape.line) shape.line = line;
    const duration = row["duration_ms"];
    if (typeof duration === "number" && duration > 0) shape.durations.push(duration);
    shapes.set(maskedText(line), shape);
  }
  return {
    version: 1,
    logGroup: source.logGroup,
    start,
    shapes: [...shapes.values()].map(shapeCount).sort((one, other) => (one.line < other.line ? -1 : 1)),
    levels: Object.fromEntries(Object.entries(levels).sort(([one], [other]) => (one < other ? -1 : 1))),
    late,
    future: 0,
  };
}

/** Sorted, so that the sum is the same to the last digit. */
function shapeCount({
  line,
  count,
  errors,
  durations,
}: {
  readonly line: string;
  readonly count: number;
  readonly errors: number;
  readonly durations: readonly number[];
}): ShapeCount {
  if (durations.length === 0) return { line, count, errors };
  const sorted = [...durations].sort((one, other) => one - other);
  const logSum = sorted.reduce((sum, duration) => sum + Math.log(duration), 0);
  return { line, count, errors, values: { count: durations.length, logSum } };
}
