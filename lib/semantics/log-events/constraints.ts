import { InvalidParameterException } from "./service-errors.ts";

/**
 * Collects broken constraints of one request and throws them together, worded as CloudWatch Logs words them:
 * `1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: …`.
 */
export class Constraints {
  readonly #violations: string[] = [];

  #add(path: string, value: unknown, constraint: string): void {
    const shown = value === undefined || value === null ? "null" : `'${String(value)}'`;
    this.#violations.push(
      `Value ${shown} at '${path}' failed to satisfy constraint: Member must ${constraint}`,
    );
  }

  present(path: string, value: unknown): boolean {
    if (value !== undefined && value !== null) return true;
    this.#add(path, value, "not be null");
    return false;
  }

  /** Length of a string in characters, or of a list in members. */
  length(
    path: string,
    value: string | readonly unknown[] | undefined,
    minimum: number,
    maximum: number,
  ): void {
    if (value === undefined || value === null) return;
    const shown = typeof value === "string" ? value : value.length === 0 ? "[]" : "[…]";
    if (value.length < minimum) this.#add(path, shown, `have length greater than or equal to ${minimum}`);
    if (value.length > maximum) this.#add(path, shown, `have length less than or equal to ${maximum}`);
  }

  range(path: string, value: number | undefined, minimum: number, maximum = Number.POSITIVE_INFINITY): void {
    if (value === undefined || value === null) return;
    if (!(value >= minimum)) this.#add(path, value, `have value greater than or equal to ${minimum}`);
    else if (value > maximum) this.#add(path, value, `have value less than or equal to ${maximum}`);
  }

  pattern(path: string, value: string | undefined, expression: RegExp, shown: string): void {
    if (value === undefined || value === null || expression.test(value)) return;
    this.#add(path, value, `satisfy regular expression pattern: ${shown}`);
  }

  oneOf(path: string, value: string | undefined, allowed: readonly string[]): void {
    if (value === undefined || value === null || allowed.includes(value)) return;
    this.#add(path, value, `satisfy enum value set: [${allowed.join(", ")}]`);
  }

  /** @throws InvalidParameterException when a constraint was broken. */
  enforce(): void {
    const count = this.#violations.length;
    if (count === 0) return;
    throw new InvalidParameterException(
      `${count} validation error${count === 1 ? "" : "s"} detected: ${this.#violations.join("; ")}`,
    );
  }
}
