/** A signal that aborts at a time in milliseconds since the epoch. */
export function abortAt(deadline: number): AbortSignal {
  return AbortSignal.timeout(Math.max(1, Math.min(2 ** 31 - 1, Math.trunc(deadline - Date.now()))));
}
