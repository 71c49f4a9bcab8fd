import { randomBytes } from "node:crypto";
import type { ByteOutput } from "../delivery/written/byte-output.ts";

const COUNT_DIGITS = 8;
const ZERO = 0x30;
const NINE = 0x39;
const A = 0x61;
const Z = 0x7a;

/** Ids that are unique in this process and beside it, and sort by the order of the records. */
export class RecordIds {
  /** A random beginning, and a count of base 36. */
  readonly #id = Buffer.from(`${randomBytes(9).toString("base64url")}${"0".repeat(COUNT_DIGITS)}`);

  next(): string {
    const id = this.#id.toString("latin1");
    this.#countOn();
    return id;
  }

  /** Writes the next id. */
  write(output: ByteOutput): void {
    output.copy(this.#id);
    this.#countOn();
  }

  #countOn(): void {
    const id = this.#id;
    for (let at = id.length - 1; ; at--) {
      const digit = id[at]!;
      id[at] = digit === NINE ? A : digit === Z ? ZERO : digit + 1;
      if (digit !== Z) return;
    }
  }
}
