import type { Item } from "./item.ts";
import type { WrittenBatch, WrittenForm } from "./written/written-form.ts";

/** What a failure asks for. */
export type Verdict =
  /** Send the same batch again. */
  | {
      readonly kind: "retry";
      readonly reason: string;
      readonly retryAfterMs?: number;
      /** Whether what is in the batch may be the reason: the destination answered, and not that it is busy. */
      readonly mayBeContent?: boolean;
    }
  /** Make what is missing, then send the same batch again. */
  | { readonly kind: "repair"; readonly reason: string; readonly advice?: string }
  /** Something in the batch is bad: halve it until that is alone, and reject that. */
  | { readonly kind: "bisect"; readonly reason: string }
  /** Nothing will get through until a person acts: stop, keep what is queued, say so once. */
  | { readonly kind: "fatal"; readonly reason: string; readonly advice: string };

/** Items of an acknowledged batch that were not stored, by their index in it. */
export type Exceptions = ReadonlyMap<number, { readonly kind: "reject" | "retry"; readonly reason: string }>;

/** A destination, as the engine sees it. A signal is aborted when a request takes too long or the engine is closed. */
export interface Backend {
  /**
   * Sends one batch. Resolves when the destination has acknowledged it, with the items that it did not store.
   *
   * @param lane name of the stream; order is kept within it
   */
  send(lane: string, batch: readonly Item[], signal: AbortSignal): Promise<Exceptions | undefined>;
  /** How items stand in a request; with it they are written when they come in, and go by {@link sendWritten}. */
  readonly form?: WrittenForm | undefined;
  /** As {@link send}, for items that can go as they were written; what cannot, after a failure, still goes by `send`. */
  sendWritten?(lane: string, batch: WrittenBatch, signal: AbortSignal): Promise<Exceptions | undefined>;
  /** Makes ready what `send` will need for a batch, while another is under way. The batch may still not be sent as it is. */
  prepare?(lane: string, batch: readonly Item[]): void;
  /** What a failure of `send` or `repair` asks for; pure. */
  classify(error: unknown): Verdict;
  /** Makes what is missing for a lane. */
  repair(lane: string, reason: string, signal: AbortSignal): Promise<void>;
}
