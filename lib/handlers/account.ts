import type { DeliveryReport } from "../delivery/report.ts";

/** Counts what became of a local handler's records. */
export class Account {
  #accepted = 0;
  #delivered = 0;
  readonly #dropped: Record<string, number> = {};

  accept(): void {
    this.#accepted += 1;
  }

  /** Records accepted and not yet delivered or dropped. */
  get pending(): number {
    let settled = this.#delivered;
    for (const count of Object.values(this.#dropped)) settled += count;
    return this.#accepted - settled;
  }

  deliver(count: number): void {
    this.#delivered += count;
  }

  drop(reason: string, count: number): void {
    this.#dropped[reason] = (this.#dropped[reason] ?? 0) + count;
  }

  report(): DeliveryReport {
    return {
      accepted: this.#accepted,
      delivered: this.#delivered,
      rejected: {},
      dropped: { ...this.#dropped },
      spooled: 0,
      pending: this.pending,
    };
  }
}
