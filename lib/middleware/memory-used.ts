/** How long a reading serves, in ms. */
const LIFETIME_MS = 100;
let readAt = Number.NEGATIVE_INFINITY;
let megabytes = 0;

/** Memory of the process in MB, read 100 ms ago at most: the system takes longer to tell it than all else in a summary takes. */
export function memoryUsedMb(): number {
  const now = performance.now();
  if (now - readAt >= LIFETIME_MS || now < readAt) {
    readAt = now;
    megabytes = Math.round(process.memoryUsage.rss() / 1_048_576);
  }
  return megabytes;
}
