import type { ServiceError } from "./service-error.ts";

/**
 * One page of a list whose token is the place where the next begins.
 *
 * @param invalid what a token is refused with that is none
 */
export function page<Item>(
  items: readonly Item[],
  token: string | undefined,
  { size, invalid }: { readonly size: number; readonly invalid: () => ServiceError },
): { items: Item[]; NextToken?: string } {
  const start = token ? Number(token) : 0;
  if (!Number.isInteger(start) || start < 0) throw invalid();
  const next = start + size;
  return {
    items: items.slice(start, next),
    ...(next < items.length && { NextToken: String(next) }),
  };
}
