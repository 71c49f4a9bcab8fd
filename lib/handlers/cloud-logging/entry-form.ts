import { type ByteOutput, bytesOf } from "../../delivery/written/byte-output.ts";
import type { WrittenForm } from "../../delivery/written/written-form.ts";
import type { LogRecord } from "../../logger/record.ts";
import { CLOUD_LOGGING_ENTRY_MAX_BYTES } from "../../semantics/limits.ts";
import { LineWriter, writeMilliseconds } from "../line-writer.ts";
import type { RecordIds } from "../record-ids.ts";
import { MEMBER_BYTES, severityOf } from "./entry-json.ts";
import { entryMembers } from "./entry-members.ts";
import { MAXIMUM_DEPTH } from "./payload-depth.ts";
import { hasSpecial } from "./special-members.ts";

const COMMA = 0x2c;
const CLOSING = 0x7d;
const BEGINNING = bytesOf(',{"insertId":"', false);
const TIMESTAMP = '","timestamp":"';
/** Bytes up to the milliseconds. */
const BEFORE_MILLISECONDS = `${TIMESTAMP}2026-01-01T00:00:00.`.length;
const PAYLOAD = bytesOf(',"jsonPayload":', false);

interface Head {
  readonly second: number;
  readonly bytes: Buffer;
}

/**
 * Writes the entries of a REST request as they stand in its body. What `entryJson` does to errors, special fields, deep and large
 * payloads is left to that.
 */
export class EntryForm implements WrittenForm {
  readonly #lines = new LineWriter(false);
  readonly #ids: RecordIds;
  readonly #projectId: string | undefined;
  /** Timestamp and severity by level. */
  readonly #heads = new Map<number, Head>();

  constructor(ids: RecordIds, projectId: string | undefined) {
    this.#ids = ids;
    this.#projectId = projectId;
  }

  readonly writeText = (output: ByteOutput, _timestamp: number, text: string): number => {
    output.byte(COMMA);
    return output.text(text, false);
  };

  /** Writes the entry of a record whose line is the one of `jsonFormatter`. */
  readonly writeRecord = (output: ByteOutput, timestamp: number, record: LogRecord): number => {
    if (hasSpecial(record)) return -1;
    const start = output.at;
    output.copy(BEGINNING);
    this.#ids.write(output);
    this.#writeHead(output, timestamp, record.level);
    const members = entryMembers(record, undefined, this.#projectId);
    const memberBytes = members === "" ? 0 : output.text(members, false);
    output.copy(PAYLOAD);
    const payloadAt = output.at;
    const bytes = this.#lines.write(output, record);
    output.byte(CLOSING);
    const isLarge = bytes > CLOUD_LOGGING_ENTRY_MAX_BYTES - MEMBER_BYTES - memberBytes;
    if (bytes < 0 || isLarge || (this.#lines.hasNested && mayBeDeep(output, payloadAt))) return -1;
    return output.at - start - 1;
  };

  readText(entry: Buffer): string {
    return entry.toString("utf8", 1);
  }

  #writeHead(output: ByteOutput, timestamp: number, level: number): void {
    const second = Math.floor(timestamp / 1_000);
    let head = this.#heads.get(level);
    if (head === undefined || head.second !== second) {
      const text = `${TIMESTAMP}${new Date(timestamp).toISOString()}","severity":"${severityOf(level)}"`;
      head = { second, bytes: bytesOf(text, false) };
      this.#heads.set(level, head);
    }
    const { at } = output;
    output.copy(head.bytes);
    writeMilliseconds(output, at + BEFORE_MILLISECONDS, timestamp - 1_000 * second);
  }
}

/** Whether there are so many brackets that the payload may be deeper than Cloud Logging takes. */
function mayBeDeep({ bytes, at }: ByteOutput, from: number): boolean {
  let left = MAXIMUM_DEPTH;
  const end = Math.min(at, bytes.length);
  for (let index = from; index < end; index++) {
    const byte = bytes[index];
    if ((byte === 0x7b || byte === 0x5b) && --left < 0) return true;
  }
  return false;
}
