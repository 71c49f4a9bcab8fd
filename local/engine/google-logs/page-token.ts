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

/** @throws GoogleError INVALID_ARGUMENT when the size is negative */
export function pageSizeOf(pageSize: number | undefined, fallback: number, most: number): number {
  if (pageSize === undefined || pageSize === 0) return fallback;
  if (!Number.isInteger(pageSize) || pageSize < 0)
    throw new GoogleError("INVALID_ARGUMENT", `page_size ${pageSize} is invalid: expected a number from 0.`);
  return Math.min(pageSize, most);
}
