import { invalidNextToken } from "./errors.ts";

/** What a list is sorted by, the most significant part first. */
export type SortKey = readonly (string | number)[];

export interface PageOptions<Item> {
  /** Says which operation made a token, so that another's is refused. */
  readonly scope: string;
  readonly keyOf: (item: Item) => SortKey;
  /** @default false */
  readonly descending?: boolean;
  readonly limit: number;
  readonly nextToken?: string | undefined;
}

/**
 * One page of a sorted list. A token remembers the last item's key, so that items which come or go between two calls
 * neither repeat nor hide others.
 *
 * @throws ServiceError `InvalidParameterException` when the token is not one of this operation's
 */
export function page<Item>(
  items: Iterable<Item>,
  { scope, keyOf, descending = false, limit, nextToken }: PageOptions<Item>,
): { items: Item[]; nextToken?: string } {
  const direction = descending ? -1 : 1;
  const sorted = [...items].sort((left, right) => direction * compareKeys(keyOf(left), keyOf(right)));
  let start = 0;
  if (nextToken !== undefined) {
    const after = decode(nextToken, scope);
    start = sorted.findIndex((item) => direction * compareKeys(keyOf(item), after) > 0);
    if (start === -1) start = sorted.length;
  }
  const taken = sorted.slice(start, start + limit);
  if (start + limit >= sorted.length) return { items: taken };
  return { items: taken, nextToken: encode(keyOf(taken.at(-1)!), scope) };
}

function compareKeys(left: SortKey, right: SortKey): number {
  for (const [index, part] of left.entries()) {
    const other = right[index]!;
    if (part < other) return -1;
    if (part > other) return 1;
  }
  return 0;
}

function encode(key: SortKey, scope: string): string {
  return Buffer.from(JSON.stringify([scope, key])).toString("base64url");
}

function decode(token: string, scope: string): SortKey {
  try {
    const [from, key] = JSON.parse(Buffer.from(token, "base64url").toString()) as [string, SortKey];
    if (from === scope && Array.isArray(key)) return key;
  } catch {
    // Not JSON: not a token of ours.
  }
  throw invalidNextToken();
}
