import { crc32 } from "node:zlib";

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

/** Length and checksum in front of each record, four bytes each. */
const HEADER_BYTES = 8;
/** More than any record: a length beyond it is no length but torn bytes. */
const LONGEST_RECORD = 64 * 1024 * 1024;

/** One record as bytes: length, CRC-32, JSON. */
export function encodeFrame({ lane, timestamp, level, text, id, counts }: SpooledRecord): Buffer {
  const payload = Buffer.from(JSON.stringify([lane, timestamp, level, text, id ?? null, counts]));
  const frame = Buffer.allocUnsafe(HEADER_BYTES + payload.length);
  frame.writeUInt32LE(payload.length, 0);
  frame.writeUInt32LE(crc32(payload), 4);
  payload.copy(frame, HEADER_BYTES);
  return frame;
}

/**
 * The records of a segment. Reading ends at the first frame that is incomplete or whose checksum is wrong: what a killed
 * process left behind at the end.
 */
export function decodeFrames(bytes: Buffer): SpooledRecord[] {
  const records: SpooledRecord[] = [];
  for (let at = 0; at + HEADER_BYTES <= bytes.length; ) {
    const length = bytes.readUInt32LE(at);
    const end = at + HEADER_BYTES + length;
    if (length > LONGEST_RECORD || end > bytes.length) break;
    const payload = bytes.subarray(at + HEADER_BYTES, end);
    if (crc32(payload) !== bytes.readUInt32LE(at + 4)) break;
    const record = recordOf(payload);
    if (!record) break;
    records.push(record);
    at = end;
  }
  return records;
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
