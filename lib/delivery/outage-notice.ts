import type { DeliveryOptions } from "./delivery-options.ts";

/** A throttled service recovers in less: only longer trouble is worth a line. */
const LASTING_MS = 1_000;

/** Says once that sending does not work, until it works again. */
export class OutageNotice {
  readonly #onProblem: DeliveryOptions["onProblem"];
  #told: string | undefined;
  #failingSince: number | undefined;
  #last: { readonly reason: string; readonly cause: unknown } | undefined;

  constructor(onProblem: DeliveryOptions["onProblem"]) {
    this.#onProblem = onProblem;
  }

  /** Sending works. */
  over(): void {
    this.#told = undefined;
    this.#failingSince = undefined;
    this.#last = undefined;
  }

  /** A request failed and is tried again. @param isRepeated whether several have failed in a row */
  failed(reason: string, cause: unknown, isRepeated: boolean, now: number): void {
    this.#last = { reason, cause };
    this.#failingSince ??= now;
    if (!isRepeated || now - this.#failingSince < LASTING_MS || this.#told !== undefined) return;
    this.#told = reason;
    const message = `requests fail again and again (${reason}). Records are kept and sent later.`;
    this.#onProblem({ code: "delivery-failing", message, cause });
  }

  /** Nothing will get through until a person acts. */
  stopped(reason: string, advice: string, cause: unknown): void {
    this.#last = { reason, cause };
    if (this.#told === reason) return;
    this.#told = reason;
    this.#onProblem({ code: "delivery-stopped", message: `${advice} Records are kept.`, cause });
  }

  /** The engine ends with records that it could not send. */
  leftOver(count: number, destination: string): void {
    const { reason, cause } = this.#last ?? {};
    const why = reason === undefined ? "there was no time" : reason;
    const message = `${count} records were not delivered (${why}); they went to ${destination}.`;
    this.#onProblem({ code: "delivery-ended", message, cause });
  }
}
