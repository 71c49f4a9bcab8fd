import type { Shipment } from "./shipment.ts";

/** Failures in a row after which a batch is halved, whatever the destination says: something in it may be the reason. */
const HALVE_AFTER = 5;
/** The same when nothing has got through since a single record was let alone: it looks like an outage. */
const HALVE_IN_OUTAGE_AFTER = 12;
/** Failures of a record alone, with successes of others in between, after which it is the reason. */
const GUILTY_AFTER = 3;
/** The same where there was nothing else to send in between. */
const GUILTY_ALONE_AFTER = 12;

/** What is to become of a shipment that has failed. */
export type Judgement = "retry" | "halve" | "defer" | "reject";

/**
 * Finds the record that a destination fails over. A batch that fails and fails is halved; a record that does so alone lets others go
 * first, and is rejected only when they get through where it does not: in an outage nothing is.
 */
export class Suspects {
  #successes = 0;
  /** Of {@link #successes}, when a record was deferred last. */
  #deferredAt = -1;

  succeeded(): void {
    this.#successes += 1;
  }

  /** @param mayBeContent whether what is in the shipment may be the reason */
  judge(shipment: Shipment, mayBeContent: boolean): Judgement {
    const { content, attempts, suspicion } = shipment;
    if (attempts < HALVE_AFTER) return "retry";
    const successes = this.#successes;
    const count = suspicion.count + (successes > suspicion.successes ? 1 : 0);
    shipment.suspicion = { count, successes };
    if (content.length > 1) {
      // While the destination is away or busy for all, halves would only be more requests for it to catch up with.
      const isOutage = successes === this.#deferredAt || (!mayBeContent && count === 0);
      return isOutage && attempts < HALVE_IN_OUTAGE_AFTER ? "retry" : "halve";
    }
    if (!mayBeContent) return "retry";
    if (count >= GUILTY_AFTER || (count > 0 && attempts >= GUILTY_ALONE_AFTER)) return "reject";
    this.#deferredAt = successes;
    return "defer";
  }

  /**
   * What the halves of a shipment have of it. Where the destination names another reason they have as many tries as the whole: a busy
   * destination must not be given ever smaller requests.
   */
  inherited({ notBefore, askedUntil, suspicion }: Shipment, mayBeContent: boolean): Partial<Shipment> {
    return { attempts: mayBeContent ? HALVE_AFTER - 1 : 0, notBefore, askedUntil, suspicion };
  }
}
