import type { Item } from "./item.ts";
import type { WrittenItems } from "./written/written-items.ts";

/** A batch on its way, kept until the destination has answered for every item in it. */
export interface Shipment {
  /** As items, or as they were written for the request. */
  content: readonly Item[] | WrittenItems;
  attempts: number;
  /** In a request at this moment. */
  inFlight: boolean;
  /** Not before this time, as the timers count it. */
  notBefore: number;
  /** Not before this time either, because the service asked for it; a flush does not shorten that. */
  askedUntil: number;
  firstSequence: number;
  /** One record that fails and fails: others go before it. */
  isDeferred: boolean;
  suspicion: Suspicion;
}

/** What speaks for a shipment itself being the reason that it fails. */
export interface Suspicion {
  /** Failures of it, or of the batch that it was a part of, between which other requests succeeded. */
  readonly count: number;
  /** Requests that had succeeded at the last of them. */
  readonly successes: number;
}

/** A shipment that was not tried yet. */
export function shipmentOf(content: Shipment["content"], firstSequence: number): Shipment {
  return {
    content,
    attempts: 0,
    inFlight: false,
    notBefore: 0,
    askedUntil: 0,
    firstSequence,
    isDeferred: false,
    suspicion: { count: 0, successes: Number.POSITIVE_INFINITY },
  };
}
