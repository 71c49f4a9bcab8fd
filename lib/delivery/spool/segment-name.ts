import { randomBytes } from "node:crypto";

/** Tokens of the spools of this process that are open. They tell it from one that had the same number before. */
const openTokens = new Set<string>();

/** A token for a spool that is opened now. */
export function openToken(): string {
  const token = randomBytes(6).toString("hex");
  openTokens.add(token);
  return token;
}

/** Lets other spools have the segments of one that is closed. */
export function closeToken(token: string): void {
  openTokens.delete(token);
}

const NAME = /^([0-9a-z-]+)\.(\d+)-([0-9a-f]{12})\.spool$/;

/** A segment's identity and the process that may use it. */
export interface SegmentName {
  readonly id: string;
  readonly ownerProcess: number;
  readonly ownerToken: string;
}

/** File name of a segment that belongs to a spool of this process. */
export const ownName = (id: string, token: string): string => `${id}.${process.pid}-${token}.spool`;

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

/** Whether a spool has the segment that is open, here or in a process that lives. */
export function isInUse({ ownerProcess, ownerToken }: SegmentName): boolean {
  if (ownerProcess === process.pid) return openTokens.has(ownerToken);
  try {
    process.kill(ownerProcess, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and is another user's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
