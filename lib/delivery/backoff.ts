/** How long to wait between tries. */
export interface BackoffOptions {
  /** Upper bound of the first wait in ms; each further one doubles it. @default 50 */
  readonly baseMs?: number;
  /** Largest upper bound in ms. @default 20000 */
  readonly maximumMs?: number;
}

export const DEFAULT_BACKOFF = { baseMs: 50, maximumMs: 20_000 } as const;

/**
 * Wait before the next try in ms, with full jitter: between 0 and the doubled bound. A wait that the service asked
 * for is a lower limit.
 *
 * @param attempt tries that failed, from 1
 * @param random from 0 to 1
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoffDelay(
  attempt: number,
  random: number,
  options: BackoffOptions = {},
  retryAfterMs = 0,
): number {
  const { baseMs = DEFAULT_BACKOFF.baseMs, maximumMs = DEFAULT_BACKOFF.maximumMs } = options;
  const bound = Math.min(maximumMs, baseMs * 2 ** Math.min(attempt - 1, 30));
  return Math.max(Math.floor(random * bound), retryAfterMs);
}

/** Longest wait that a service can ask for: a header that is wrong must not stop delivery for a day. */
const LONGEST_ASKED_MS = 5 * 60_000;

/** Reads a `Retry-After` header, seconds or a date, as ms from now; 0 if there is none, five minutes at most. */
export function retryAfterMs(header: string | undefined, now: number): number {
  if (header === undefined || header.trim() === "") return 0;
  const seconds = Number(header);
  const asked = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isNaN(asked) ? 0 : Math.min(Math.max(0, asked), LONGEST_ASKED_MS);
}
