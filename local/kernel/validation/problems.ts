import { ServiceError } from "../service-error.ts";
import type { ValidationWording } from "./wording.ts";

/** AWS tells no more. */
const MOST_PROBLEMS = 10;
/** Inputs that nest deeper are no inputs of any operation: the deepest model here has 14 levels. */
const DEEPEST = 100;

/** What an input does not meet, with the place that is being looked at. */
export class Problems {
  /** The place, as far as {@link depth}: what lies behind it is of another member. */
  readonly path: (string | number)[] = [];
  depth = 0;
  readonly #operation: string;
  readonly #wording: ValidationWording;
  readonly #found: string[] = [];
  #missing: ServiceError | undefined;

  constructor(operation: string, wording: ValidationWording) {
    this.#operation = operation;
    this.#wording = wording;
  }

  add(value: unknown, constraint: string, withheld = false): void {
    if (this.#found.length >= MOST_PROBLEMS) return;
    const shown = withheld ? "" : ` '${textOf(value)}'`;
    this.#found.push(`Value${shown} at '${this.#place()}' failed to satisfy constraint: ${constraint}`);
  }

  missing(): void {
    this.#missing ??= this.#wording.missing?.(this.path.slice(0, this.depth).join("."), this.#operation);
    if (this.#found.length >= MOST_PROBLEMS) return;
    this.#found.push(
      `Value null at '${this.#place()}' failed to satisfy constraint: Member must not be null`,
    );
  }

  /** Goes one step deeper. @returns the place of the step in the path @throws ServiceError when that is too deep */
  enter(): number {
    if (this.depth > DEEPEST) throw new ServiceError("SerializationException", "The input nests too deep.");
    this.depth += 1;
    return this.depth - 1;
  }

  throwFound(): void {
    if (this.#missing) throw this.#missing;
    if (this.#found.length === 0) return;
    const count = `${this.#found.length} validation error${this.#found.length === 1 ? "" : "s"} detected: `;
    const { codeOf, code = "ValidationException" } = this.#wording;
    throw new ServiceError(codeOf?.(this.#operation) ?? code, count + this.#found.join("; "));
  }

  /** AWS's front ends begin every name with a small letter. */
  #place(): string {
    return this.path
      .slice(0, this.depth)
      .map((part) => (typeof part === "number" ? `${part}.member` : part[0]?.toLowerCase() + part.slice(1)))
      .join(".");
  }
}

/** A value as Java shows it. */
function textOf(value: unknown, depth = 0): string {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return String(value);
  if (depth > DEEPEST) return "…";
  if (Array.isArray(value)) return `[${value.map((one) => textOf(one, depth + 1)).join(", ")}]`;
  const members = Object.entries(value).map(([name, one]) => `${name}=${textOf(one, depth + 1)}`);
  return `{${members.join(", ")}}`;
}
