import type { DeliveryOptions } from "./delivery-options.ts";
import type { DeliveryReport } from "./report.ts";

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

  /** Something is missing again although it was made each time. */
  uncured(reason: string, advice: string | undefined, cause: unknown): void {
    this.#last = { reason, cause };
    if (this.#told === reason) return;
    this.#told = reason;
    const what = advice ?? `What is missing (${reason}) was made and is still missing.`;
    this.#onProblem({ code: "delivery-failing", message: `${what} Records are kept and sent later.`, cause });
  }

  /** Nothing will get through until a person acts. */
  stopped(reason: string, advice: string, cause: unknown): void {
    this.#last = { reason, cause };
    if (this.#told === reason) return;
    this.#told = reason;
    this.#onProblem({ code: "delivery-stopped", message: `${advice} Records are kept.`, cause });
  }

  /** The engine ends with records that it could not send. */
  leftOver(before: DeliveryReport, after: DeliveryReport): void {
    if (before.pending === 0) return;
    const { reason, cause } = this.#last ?? {};
    const gone = (name: string): number => (after.dropped[name] ?? 0) - (before.dropped[name] ?? 0);
    const why = reason === undefined ? "there was no time" : reason;
    const places = [
      [after.spooled - before.spooled, "went to the spool"],
      [gone("stderr"), "went to stderr"],
      [gone("lost"), "are lost, because stderr did not take them"],
    ] as const;
    const used = places.filter(([there]) => there > 0);
    const [only] = used;
    const where =
      only !== undefined && used.length === 1
        ? `they ${only[1]}`
        : used.map(([there, place]) => `${there} ${place}`).join(", ");
    const message = `${before.pending} records were not delivered (${why}); ${where}.`;
    this.#onProblem({ code: "delivery-ended", message, cause });
  }
}
