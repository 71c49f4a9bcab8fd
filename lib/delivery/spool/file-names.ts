import { randomBytes } from "node:crypto";

const SEGMENT = /^([0-9a-z]+-[0-9a-z]+)\.([0-9a-z-]+)\.spool$/;
const OWNER = /^([0-9a-z-]+)\.(?:owner|lease)$/;

/** A segment's identity and who has it. */
export interface SegmentName {
  readonly file: string;
  readonly id: string;
  readonly owner: string;
}

export const segmentName = (id: string, owner: string): string => `${id}.${owner}.spool`;
/** File that lists the records of a segment that were acknowledged. */
export const acknowledgementName = (id: string): string => `${id}.acknowledged`;
/** File that keeps a segment some of whose records cannot be read any more. */
export const damagedName = (id: string): string => `${id}.damaged`;

export function parseSegmentName(file: string): SegmentName | undefined {
  const [, id, owner] = SEGMENT.exec(file) ?? [];
  return id === undefined || owner === undefined ? undefined : { file, id, owner };
}

/** The owner whose file it is. */
export function parseOwnerName(file: string): string | undefined {
  return OWNER.exec(file)?.[1];
}

let newest = 0;

/** Ids sort by the time at which they were made, also when the clock is set back meanwhile. */
export function newSegmentId(): string {
  newest = Math.max(newest + 1, Date.now());
  return `${newest.toString(36).padStart(9, "0")}-${randomBytes(5).toString("hex")}`;
}
