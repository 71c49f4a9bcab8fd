import { randomUUID } from "node:crypto";
import { GoogleError } from "../../kernel/google/google-error.ts";

/** Operations that are remembered. */
const MOST_OPERATIONS = 1_000;

/** A long-running operation as the API tells of it. @see https://google.aip.dev/151 */
export interface FinishedOperation {
  readonly name: string;
  readonly done: true;
  readonly metadata?: object;
  readonly response: object;
}

/** Operations that take long in the cloud and are over at once here. */
export class FinishedOperations {
  readonly #operations = new Map<string, FinishedOperation>();

  /**
   * Takes note of an operation.
   *
   * @param location for example `projects/shop/locations/global`
   * @param type full name of the response's message
   */
  add(location: string, type: string, response: object): FinishedOperation {
    const name = `${location}/operations/${randomUUID()}`;
    const operation: FinishedOperation = {
      name,
      done: true,
      response: { "@type": `type.googleapis.com/${type}`, ...response },
    };
    this.#operations.set(name, operation);
    if (this.#operations.size > MOST_OPERATIONS)
      this.#operations.delete(this.#operations.keys().next().value!);
    return operation;
  }

  /** @throws GoogleError NOT_FOUND */
  get(name: string): FinishedOperation {
    const operation = this.#operations.get(name);
    if (operation) return operation;
    throw new GoogleError("NOT_FOUND", `The operation ${name} does not exist.`);
  }

  /** Those of a location, by name. */
  of(location: string): readonly FinishedOperation[] {
    return [...this.#operations.values()].filter(({ name }) => name.startsWith(`${location}/operations/`));
  }
}
