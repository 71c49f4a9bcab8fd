import { GoogleError } from "./google-error.ts";

/**
 * Writes a token that continues a request.
 *
 * @param request what must be the same in the next call
 * @param position where to go on
 */
export function writePageToken(request: unknown, position: unknown): string {
  return Buffer.from(JSON.stringify([request, position])).toString("base64url");
}

/**
 * Reads the position out of a token; undefined for the first page.
 *
 * @throws GoogleError INVALID_ARGUMENT when the token is not of this request
 */
export function readPageToken<Position>(token: string | undefined, request: unknown): Position | undefined {
  if (!token) return undefined;
  try {
    const [of, position] = JSON.parse(Buffer.from(token, "base64url").toString()) as [unknown, Position];
    if (JSON.stringify(of) === JSON.stringify(request)) return position;
  } catch {}
  throw new GoogleError(
    "INVALID_ARGUMENT",
    "page_token is invalid: it must come from a response to the same request.",
  );
}

/**
 * The size of a page where the service ignores sizes that are not positive.
 *
 * @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.logs/list
 */
export function pageSizeOf(pageSize: number | undefined, fallback: number, most: number): number {
  return pageSize !== undefined && pageSize > 0 ? Math.min(pageSize, most) : fallback;
}

/**
 * The size of a page where the service refuses sizes that are negative or too large.
 *
 * @throws GoogleError INVALID_ARGUMENT
 * @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/entries/list
 */
export function checkedPageSize(pageSize: number | undefined, fallback: number, most: number): number {
  if (pageSize === undefined || pageSize === 0) return fallback;
  if (Number.isInteger(pageSize) && pageSize > 0 && pageSize <= most) return pageSize;
  throw new GoogleError(
    "INVALID_ARGUMENT",
    `page_size ${pageSize} is invalid: expected a number from 0 to ${most}.`,
  );
}

export interface PageRequest {
  readonly parent?: string;
  readonly pageSize?: number;
  readonly pageToken?: string;
}

/** Items of a page when a request does not say how many. */
export const DEFAULT_PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 1000;

/**
 * A page of items that are in the order of their keys.
 *
 * @param kind what must be the same in the next call, with the parent
 */
export function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { parent = "", pageSize, pageToken }: PageRequest,
  kind: string,
): { readonly items: Item[]; readonly nextPageToken?: string } {
  const size = pageSizeOf(pageSize, DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);
  const request = [kind, parent];
  const after = readPageToken<string>(pageToken, request);
  const rest = items.filter((item) => after === undefined || keyOf(item) > after);
  const page = rest.slice(0, size);
  return rest.length > size
    ? { items: page, nextPageToken: writePageToken(request, keyOf(page.at(-1)!)) }
    : { items: page };
}
