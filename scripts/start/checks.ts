import type { DeliveryReport } from "../../lib/index.ts";
import { say, styled } from "./terminal.ts";

/** What had to happen, and whether it did. */
export class Checks {
  readonly #failed: string[] = [];
  #passed = 0;

  expect(holds: boolean, what: string, otherwise = ""): void {
    if (holds) this.#passed++;
    else this.#failed.push(otherwise ? `${what}: ${otherwise}` : what);
    say(
      `  ${holds ? styled("green", "✔") : styled("red", "✘")} ${what}${holds || !otherwise ? "" : styled("red", ` (${otherwise})`)}`,
    );
  }

  /** Every accepted record is delivered, rejected, dropped, spooled or pending; here all must be delivered. */
  expectBalanced(name: string, report: DeliveryReport): void {
    const sum = (counts: Readonly<Record<string, number>>) =>
      Object.values(counts).reduce((total, count) => total + count, 0);
    const { accepted, delivered, rejected, dropped, spooled, pending } = report;
    const others = sum(rejected) + sum(dropped) + spooled + pending;
    this.expect(
      accepted > 0 && accepted === delivered && others === 0,
      `${name}: ${accepted.toLocaleString("en")} records accepted, ${delivered.toLocaleString("en")} delivered, none lost`,
      `${sum(rejected)} rejected, ${sum(dropped)} dropped, ${spooled} spooled, ${pending} pending`,
    );
  }

  /** Ends the run: 0 when everything happened as it should, 1 otherwise. */
  finish(): number {
    const total = this.#passed + this.#failed.length;
    if (this.#failed.length === 0) say(`\n${styled("green", `All ${total} checks hold.`)}`);
    else say(`\n${styled("red", `${this.#failed.length} of ${total} checks do not hold.`)}`);
    return this.#failed.length === 0 ? 0 : 1;
  }
}
