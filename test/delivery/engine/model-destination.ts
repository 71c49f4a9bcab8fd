import type { Backend, Exceptions, Verdict } from "../../../lib/delivery/backend.ts";
import type { Item } from "../../../lib/delivery/item.ts";
import type { BatchLimits } from "../../../lib/delivery/limits.ts";
import type { WrittenBatch, WrittenForm } from "../../../lib/delivery/written/written-form.ts";

/** How the destination treats one request. */
export type Behaviour =
  | "store"
  | "throttle"
  | "error"
  | "store-then-error"
  | "hang"
  | "missing"
  | "denied"
  | "poison";

class Failure extends Error {
  readonly verdict: Verdict;
  constructor(verdict: Verdict) {
    super(verdict.kind);
    this.verdict = verdict;
  }
}

/** Items as JSON lists of time and text. */
const LISTS: WrittenForm = {
  writeText: (output, timestamp, text) => {
    output.text(`,[${timestamp},"`, false);
    const bytes = output.text(text, true);
    output.text('"]', false);
    return bytes;
  },
  readText: (item) => (JSON.parse(item.toString().slice(1)) as [number, string])[1],
};

/** A destination with a script; checks every batch against the limits as it comes in. */
export class ModelDestination implements Backend {
  readonly stored = new Map<string, string[]>();
  /** Texts of batches that were stored and then answered by an error. */
  readonly storedThenFailed: string[] = [];
  readonly broken: string[] = [];
  /** Taken in turn, then `store` for ever. */
  script: Behaviour[] = [];
  /** Items whose text has this are refused; alone, or the whole batch when `script` says `poison`. */
  poison = "\u0000";
  /** Batches with this in a text fail as if something inside were broken. */
  indigestible: string | undefined;
  /** Wait that its errors ask for. */
  retryAfterMs = 0;
  readonly form: WrittenForm | undefined;
  readonly #limits: BatchLimits;

  /** @param isWritten whether items are written when they come in */
  constructor(limits: BatchLimits, isWritten = false) {
    this.#limits = limits;
    this.form = isWritten ? LISTS : undefined;
  }

  sendWritten(lane: string, batch: WrittenBatch, signal: AbortSignal): Promise<Exceptions | undefined> {
    const lists = JSON.parse(batch.body("[", "]").toString()) as [number, string][];
    if (lists.length !== batch.length) this.broken.push("written count");
    const items = lists.map(([timestamp, text]) => ({ timestamp, text }));
    return this.send(lane, items as unknown as Item[], signal);
  }

  async send(lane: string, batch: readonly Item[], signal: AbortSignal): Promise<Exceptions | undefined> {
    this.#check(batch);
    const behaviour = this.script.shift() ?? "store";
    await Promise.resolve();
    if (batch.some(({ text }) => this.indigestible !== undefined && text.includes(this.indigestible)))
      throw new Failure({ kind: "retry", reason: "internal", mayBeContent: true });
    switch (behaviour) {
      case "throttle":
        throw new Failure({ kind: "retry", reason: "throttle" });
      case "error":
        throw new Failure({ kind: "retry", reason: "error", retryAfterMs: this.retryAfterMs });
      case "denied":
        throw new Failure({ kind: "fatal", reason: "denied", advice: "Give permission." });
      case "missing":
        throw new Failure({ kind: "repair", reason: "missing" });
      case "hang":
        return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      case "poison":
        if (batch.some(({ text }) => text.includes(this.poison)))
          throw new Failure({ kind: "bisect", reason: "bad" });
    }
    const exceptions = new Map<number, { kind: "reject"; reason: string }>();
    for (const [index, { text }] of batch.entries())
      if (text.includes(this.poison)) exceptions.set(index, { kind: "reject", reason: "bad" });
    const kept = batch.filter((_, index) => !exceptions.has(index)).map(({ text }) => text);
    this.stored.set(lane, [...(this.stored.get(lane) ?? []), ...kept]);
    if (behaviour === "store-then-error") {
      this.storedThenFailed.push(...kept);
      throw new Failure({ kind: "retry", reason: "error" });
    }
    return exceptions;
  }

  classify(error: unknown): Verdict {
    return error instanceof Failure ? error.verdict : { kind: "retry", reason: (error as Error).name };
  }

  async repair(): Promise<void> {}

  #check(batch: readonly Item[]): void {
    const { maximumBytes, maximumItems, overheadBytes, maximumSpanMs, maximumItemBytes } = this.#limits;
    const sizes = batch.map(({ text }) => new TextEncoder().encode(text).length + overheadBytes);
    const times = batch.map(({ timestamp }) => timestamp);
    if (batch.length === 0 || batch.length > maximumItems) this.broken.push("count");
    if (sizes.some((size) => size > maximumItemBytes || size === overheadBytes))
      this.broken.push("item size");
    if (sizes.reduce((sum, size) => sum + size, 0) > maximumBytes) this.broken.push("batch size");
    if (times.some((time, index) => index > 0 && time < times[index - 1]!)) this.broken.push("order");
    if (times.at(-1)! - times[0]! > maximumSpanMs) this.broken.push("span");
  }
}
