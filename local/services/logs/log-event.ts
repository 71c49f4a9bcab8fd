import { eventId as composeEventId } from "cumulog/semantics";

/** What one PutLogEvents call stored in one stream. */
export interface Batch {
  /** Larger than that of any batch stored before, in any stream. */
  readonly sequence: number;
  /** Cloud time of the call, milliseconds. */
  readonly ingestionTime: number;
  /** Row in the storage's journal. */
  readonly row: number;
}

/** What a transformer and a data protection policy made of an event when it was ingested. */
export interface EventForms {
  /** The document that the group's transformer made. */
  readonly transformed?: string;
  /** Why the transformer made none. */
  readonly transformationError?: string;
  /** The message before sensitive data in it was masked. */
  readonly unmasked?: string;
}

/** One log event as a stream keeps it. */
export interface StoredEvent {
  readonly timestamp: number;
  /** With sensitive data masked. */
  readonly message: string;
  readonly forms?: EventForms;
  readonly batch: Batch;
  /** Position in its batch. */
  readonly index: number;
}

/**
 * What a caller sees of an event.
 *
 * @param unmask whether the caller asks for sensitive data, which the local cloud lets everybody do
 */
export function shownMessage({ message, forms }: StoredEvent, unmask = false): string {
  return unmask ? (forms?.unmasked ?? message) : message;
}

/** A place among all events of the cloud: events are ordered by time, then by arrival. */
export interface Position {
  readonly timestamp: number;
  readonly sequence: number;
  readonly index: number;
}

export function positionOf({ timestamp, batch, index }: StoredEvent): Position {
  return { timestamp, sequence: batch.sequence, index };
}

/** Negative when `left` comes before `right`. */
export function comparePositions(left: Position, right: Position): number {
  return left.timestamp - right.timestamp || left.sequence - right.sequence || left.index - right.index;
}

export function compareEvents(left: StoredEvent, right: StoredEvent): number {
  return (
    left.timestamp - right.timestamp || left.batch.sequence - right.batch.sequence || left.index - right.index
  );
}

const TIMESTAMP_SHIFT = 144n;
const SEQUENCE_SHIFT = 80n;
const SEQUENCE_MASK = (1n << 48n) - 1n;
const NOISE_FACTOR = 0x9e3779b97f4a7c15n;
const NOISE_MASK = (1n << 80n) - 1n;
const INDEX_MASK = 0xffffn;
const INDEX_BITS = 16n;

/** The 128 bits that tell a batch: its sequence on top, so that ids of one millisecond sort by arrival. */
export function batchBits(sequence: number): bigint {
  const noise = (BigInt(sequence) * NOISE_FACTOR * NOISE_FACTOR) & NOISE_MASK;
  return (BigInt(sequence) << SEQUENCE_SHIFT) | noise;
}

/** Of the batch whose event was named last: ids are mostly asked for event after event. */
let lastBatch = { sequence: -1, bits: 0n };

/** The event's id, which sorts by time and arrival. */
export function eventId({ timestamp, sequence, index }: Position): string {
  if (lastBatch.sequence !== sequence) lastBatch = { sequence, bits: batchBits(sequence) };
  return composeEventId(timestamp, lastBatch.bits, index);
}

/** The place that an id names, or undefined when the text is no id. */
export function parseEventId(text: string): Position | undefined {
  if (!/^\d{1,64}$/.test(text)) return undefined;
  const id = BigInt(text);
  const timestamp = Number(id >> TIMESTAMP_SHIFT);
  if (!Number.isSafeInteger(timestamp)) return undefined;
  return {
    timestamp,
    sequence: Number((id >> (SEQUENCE_SHIFT + INDEX_BITS)) & SEQUENCE_MASK),
    index: Number(id & INDEX_MASK),
  };
}
