import { setTimeout as wait } from "node:timers/promises";
import { backoffDelay } from "../delivery/backoff.ts";
import type { SearchConnection } from "./connection.ts";
import { refusalOf } from "./failure.ts";
import { BulkRefusedError, bulkOutcome } from "./outcome.ts";
import { BULK_CONTENT_TYPE, BULK_PATH, type BulkItem, bulkBody } from "./request.ts";

/** A document that was not stored, and why. */
export interface UnsentItem<Item extends BulkItem> {
  readonly item: Item;
  /** In the server's words, without values of the document. */
  readonly reason: string;
}

export interface SendOptions<Item extends BulkItem> {
  /** Milliseconds since the epoch after which no attempt begins or goes on. */
  readonly deadline: number;
  /** Hears of items as soon as they are stored. */
  readonly delivered: (items: readonly Item[]) => void;
  /** Attempts without any progress before what is left is given up. @default 8 */
  readonly attempts?: number | undefined;
}

const BACKOFF = { baseMs: 200, maximumMs: 10_000 };
const ATTEMPT_MS = 30_000;

/**
 * Sends documents until each is stored, refused, or out of time. Only failed items are sent again; a request that is too large is halved.
 *
 * @returns items that were not stored
 */
export async function sendBulk<Item extends BulkItem>(
  connection: SearchConnection,
  items: readonly Item[],
  options: SendOptions<Item>,
): Promise<readonly UnsentItem<Item>[]> {
  const { deadline, delivered, attempts = 8 } = options;
  const unsent: UnsentItem<Item>[] = [];
  let pending = items;
  let failed = 0;
  let reason = "there was no time left";
  while (pending.length > 0 && Date.now() < deadline && failed < attempts) {
    let asked = 0;
    try {
      const limit = AbortSignal.timeout(Math.max(1, Math.min(ATTEMPT_MS, deadline - Date.now())));
      const request = {
        method: "POST",
        path: BULK_PATH,
        body: bulkBody(pending),
        contentType: BULK_CONTENT_TYPE,
      } as const;
      const failures = bulkOutcome(await connection.send(request, limit), pending.length);
      const before = pending.length;
      const stored = failures.size === 0 ? pending : pending.filter((_, index) => !failures.has(index));
      delivered(stored);
      const again: Item[] = [];
      for (const [index, failure] of failures) {
        if (failure.kind === "retry") again.push(pending[index]!);
        else unsent.push({ item: pending[index]!, reason: failure.detail });
        reason = failure.detail;
      }
      pending = again;
      failed = pending.length < before ? 1 : failed + 1;
    } catch (error) {
      const refusal = refusalOf(error);
      const message = error instanceof BulkRefusedError ? error.message : refusal.reason;
      reason = refusal.kind === "fatal" ? refusal.advice : message;
      if (refusal.kind === "fatal") break;
      if (refusal.kind === "bisect") {
        if (pending.length === 1) break;
        const middle = Math.ceil(pending.length / 2);
        for (const half of [pending.slice(0, middle), pending.slice(middle)])
          unsent.push(...(await sendBulk(connection, half, options)));
        return unsent;
      }
      asked = refusal.retryAfterMs ?? 0;
      failed += 1;
    }
    if (pending.length === 0) break;
    const delay = backoffDelay(Math.max(1, failed), Math.random(), BACKOFF, asked);
    if (Date.now() + delay >= deadline) break;
    await wait(delay);
  }
  return [...unsent, ...pending.map((item) => ({ item, reason }))];
}
