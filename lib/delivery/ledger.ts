import type { DeliveryReport } from "./report.ts";

/**
 * The account of a handler's records. Every record is in exactly one place, so that at any moment
 * `accepted = delivered + Σ rejected + Σ dropped + spooled + pending`.
 */
export class Ledger {
  #accepted = 0;
  #delivered = 0;
  #spooled = 0;
  #pending = 0;
  readonly #rejected: Record<string, number> = {};
  readonly #dropped: Record<string, number> = {};

  get pending(): number {
    return this.#pending;
  }

  accept(): void {
    this.#accepted += 1;
    this.#pending += 1;
  }

  /** Takes records over from the spool of an earlier process: they were not accepted by this one. */
  adopt(count: number): void {
    this.#accepted += count;
    this.#pending += count;
  }

  deliver(count = 1): void {
    this.#leavePending(count);
    this.#delivered += count;
  }

  reject(reason: string): void {
    this.#leavePending();
    this.#rejected[reason] = (this.#rejected[reason] ?? 0) + 1;
  }

  drop(reason: string, count = 1): void {
    this.#leavePending(count);
    this.#dropped[reason] = (this.#dropped[reason] ?? 0) + count;
  }

  spool(): void {
    this.#leavePending();
    this.#spooled += 1;
  }

  /** Gives up records of the spool that it does not have any more. @param areKnown whether they were accepted here */
  loseSpooled(count: number, areKnown: boolean): void {
    if (count === 0) return;
    if (areKnown) this.#spooled -= count;
    else this.#accepted += count;
    this.#dropped["spool-damaged"] = (this.#dropped["spool-damaged"] ?? 0) + count;
  }

  /** Takes records back from the spool that this process had written there. */
  unspool(count: number): void {
    this.#spooled -= count;
    this.#pending += count;
  }

  report(): DeliveryReport {
    return {
      accepted: this.#accepted,
      delivered: this.#delivered,
      rejected: { ...this.#rejected },
      dropped: { ...this.#dropped },
      spooled: this.#spooled,
      pending: this.#pending,
    };
  }

  #leavePending(count = 1): void {
    if (this.#pending < count) throw new Error("a record was settled twice");
    this.#pending -= count;
  }
}
