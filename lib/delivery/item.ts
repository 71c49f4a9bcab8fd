import type { SpooledReference } from "./spool/spool.ts";

/** Something to be sent: a record, or one part of a record that was too large. */
export interface Item {
  /** Milliseconds since the epoch, whole and not negative. */
  readonly timestamp: number;
  readonly level: number;
  /** What is sent; well-formed and not empty. */
  readonly text: string;
  /** UTF-8 bytes of {@link text}. */
  readonly bytes: number;
  /** The record that this is a part of; undefined for a whole record. */
  readonly whole: SplitRecord | undefined;
  /** Made once per item, for services that remove duplicates. */
  readonly id: string | undefined;
  /** Where it came from, when it waited in the spool. */
  readonly spooled: SpooledReference | undefined;
  /** Position in the order of acceptance. */
  readonly sequence: number;
}

/** A record that was cut in parts; it counts once, when its last part is settled. */
export interface SplitRecord {
  remaining: number;
  /** How the first part that did not arrive ended. */
  failure: { readonly kind: "rejected" | "dropped" | "spooled"; readonly reason: string } | undefined;
}
