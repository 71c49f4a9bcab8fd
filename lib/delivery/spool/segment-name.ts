import { randomBytes } from "node:crypto";

/** Tells this process from one that had the same number before. */
const TOKEN = randomBytes(6).toString("hex");
const NAME = /^([0-9a-z-]+)\.(\d+)-([0-9a-f]{12})\.spool$/;

/** A segment's identity and the process that may use it. */
export interface SegmentName {
  readonly id: string;
  readonly ownerProcess: number;
  readonly ownerToken: string;
}

/** File name of a segment that belongs to this process. */
export const ownName = (id: string): string => `${id}.${process.pid}-${TOKEN}.spool`;

/** File that lists the records of a segment that were acknowledged. */
export const acknowledgementName = (id: string): string => `${id}.acknowledged`;

/** Ids sort by the time at which they were made. */
export function newSegmentId(): string {
  return `${Date.now().toString(36).padStart(9, "0")}-${randomBytes(5).toString("hex")}`;
}

export function parseSegmentName(file: string): SegmentName | undefined {
  const [, id, ownerProcess, ownerToken] = NAME.exec(file) ?? [];
  return id === undefined ? undefined : { id, ownerProcess: Number(ownerProcess), ownerToken: ownerToken! };
}

/** Whether another process that lives has the segment. One with our own number is a predecessor of ours. */
export function belongsToOther({ ownerProcess, ownerToken }: SegmentName): boolean {
  if (ownerToken === TOKEN) return true;
  if (ownerProcess === process.pid) return false;
  try {
    process.kill(ownerProcess, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and is another user's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
