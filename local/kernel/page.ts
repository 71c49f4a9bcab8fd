import type { ServiceError } from "./service-error.ts";

export interface PageOptions {
  /** Items of a page at most. */
  readonly size: number;
  /** What a token is refused with that is none. */
  readonly invalid: () => ServiceError;
}

/** One page of a list whose token, opaque to clients, is the place where the next begins. */
export function page<Item>(
  items: readonly Item[],
  token: string | undefined,
  { size, invalid }: PageOptions,
): { items: Item[]; NextToken?: string } {
  const start = token ? placeOf(token) : 0;
  if (start === undefined) throw invalid();
  const next = start + size;
  return {
    items: items.slice(start, next),
    ...(next < items.length && { NextToken: Buffer.from(String(next)).toString("base64url") }),
  };
}

function placeOf(token: string): number | undefined {
  const text = Buffer.from(token, "base64url").toString();
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
