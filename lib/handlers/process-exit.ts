import type { Delivery } from "../delivery/delivery.ts";

/** How long the records of handlers that were never closed may keep a process alive that has nothing else to do. */
const LAST_FLUSH_MS = 10_000;

/** What is open, with the number of records at which it was flushed for the end of the process. */
const open = new Map<Delivery, number>();

/**
 * Delivers what a handler holds when the process has nothing else to do, and gives what is left at its exit to the spool or
 * to stderr: a program that ends without `shutdown()` loses nothing in silence.
 *
 * @returns a function that ends that, for a handler that was closed
 */
export function deliverAtExit(delivery: Delivery): () => void {
  if (open.size === 0) {
    process.on("beforeExit", flushAll);
    process.on("exit", surrenderAll);
  }
  open.set(delivery, 0);
  return () => {
    open.delete(delivery);
    if (open.size > 0) return;
    process.off("beforeExit", flushAll);
    process.off("exit", surrenderAll);
  };
}

/** Node calls this again when the flushes have ended: records that it was tried for once are not tried for again. */
function flushAll(): void {
  for (const [delivery, flushed] of open) {
    const { accepted, pending } = delivery.report();
    if (pending === 0 || accepted === flushed) continue;
    open.set(delivery, accepted);
    void delivery.flush(Date.now() + LAST_FLUSH_MS);
  }
}

function surrenderAll(): void {
  for (const delivery of open.keys()) delivery.surrender();
}
