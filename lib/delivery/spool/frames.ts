import zlib from "node:zlib";

/** A record as the spool keeps it. */
export interface SpooledRecord {
  readonly lane: string;
  readonly timestamp: number;
  readonly level: number;
  readonly text: string;
  readonly id: string | undefined;
  /** False for a part of a split record that is not its last: it is sent, but the record counts once. */
  readonly counts: boolean;
}

/** A record and its place in the segment, which stays the same whatever becomes of the records before it. */
export interface PlacedRecord {
  readonly record: SpooledRecord;
  readonly index: number;
}

/** What a segment holds. */
export interface SegmentContent {
  readonly records: readonly PlacedRecord[];
  /** Records that were written and cannot be read any more. */
  readonly damaged: number;
}

/**
 * Head of a frame: mark, index, length of the payload, checksum of the payload, checksum of the head; four bytes each. The mark
 * has a byte that no UTF-8 has, so no payload can hold one.
 */
const HEAD_BYTES = 20;
const MARK = Buffer.from([0xff, 0x5f, 0x43, 0xfe]);
const HEAD_CHECKED_BYTES = 16;

/** One record as bytes. */
export function encodeFrame(
  { lane, timestamp, level, text, id, counts }: SpooledRecord,
  index: number,
): Buffer {
  const payload = Buffer.from(JSON.stringify([lane, timestamp, level, text, id ?? null, counts]));
  const frame = Buffer.allocUnsafe(HEAD_BYTES + payload.length);
  MARK.copy(frame, 0);
  frame.writeUInt32LE(index, 4);
  frame.writeUInt32LE(payload.length, 8);
  frame.writeUInt32LE(zlib.crc32(payload), 12);
  frame.writeUInt32LE(zlib.crc32(frame.subarray(0, HEAD_CHECKED_BYTES)), 16);
  payload.copy(frame, HEAD_BYTES);
  return frame;
}

/**
 * The records of a segment. What is damaged is counted, and reading goes on at the next good frame. An incomplete frame at
 * the end is what a process left that was killed while it wrote: that record was never said to be kept.
 */
export function decodeFrames(bytes: Buffer): SegmentContent {
  const records: PlacedRecord[] = [];
  let expected = 0;
  let damaged = 0;
  for (let at = 0; at < bytes.length; ) {
    const frame = readFrame(bytes, at);
    if (frame === "torn") break;
    if (frame !== undefined && frame.index >= expected) {
      damaged += frame.index - expected;
      expected = frame.index + 1;
      if (frame.record) records.push({ record: frame.record, index: frame.index });
      else damaged += 1;
      at = frame.end;
      continue;
    }
    const next = bytes.indexOf(MARK, at + 1);
    // What follows the last frame that can be read was at least one record.
    if (next < 0) return { records, damaged: damaged + 1 };
    at = next;
  }
  return { records, damaged };
}

interface Frame {
  readonly index: number;
  readonly end: number;
  /** Undefined when the payload is damaged. */
  readonly record: SpooledRecord | undefined;
}

/** The frame at a place; `"torn"` when the segment ends within it; undefined when none begins there. */
function readFrame(bytes: Buffer, at: number): Frame | "torn" | undefined {
  const head = bytes.subarray(at, at + HEAD_BYTES);
  if (head.length < HEAD_BYTES)
    return MARK.subarray(0, head.length).equals(head.subarray(0, MARK.length)) ? "torn" : undefined;
  if (zlib.crc32(head.subarray(0, HEAD_CHECKED_BYTES)) !== head.readUInt32LE(16)) return undefined;
  if (!head.subarray(0, MARK.length).equals(MARK)) return undefined;
  const end = at + HEAD_BYTES + head.readUInt32LE(8);
  if (end > bytes.length) return "torn";
  const payload = bytes.subarray(at + HEAD_BYTES, end);
  const isWhole = zlib.crc32(payload) === head.readUInt32LE(12);
  return { index: head.readUInt32LE(4), end, record: isWhole ? recordOf(payload) : undefined };
}

function recordOf(payload: Buffer): SpooledRecord | undefined {
  try {
    const [lane, timestamp, level, text, id, counts] = JSON.parse(payload.toString("utf8")) as [
      string,
      number,
      number,
      string,
      string | null,
      boolean,
    ];
    if (typeof lane !== "string" || typeof text !== "string") return undefined;
    return { lane, timestamp, level, text, id: id ?? undefined, counts };
  } catch {
    return undefined;
  }
}
