import { TemplateError } from "./template-error.ts";

/** A value that a stack exports. */
export interface StackExport {
  readonly stackName: string;
  readonly value: unknown;
}

/** A value that others import would change or go. */
export class ExportInUseError extends TemplateError {
  override readonly name = "ExportInUseError";
  readonly exportName: string;
  /** Names of the stacks that import it, in words. */
  readonly users: string;

  constructor(exportName: string, done: "updated" | "deleted", users: readonly string[]) {
    super(`Export ${exportName} cannot be ${done} as it is in use by ${inWords(users)}`);
    this.exportName = exportName;
    this.users = inWords(users);
  }
}

/** What the stacks of a cloud export, and who imports it. */
export class StackExports implements Iterable<[name: string, exported: StackExport]> {
  readonly #exports = new Map<string, StackExport>();
  /** Names of exports by the stacks that import them. */
  readonly #imports = new Map<string, ReadonlySet<string>>();

  [Symbol.iterator](): IterableIterator<[name: string, exported: StackExport]> {
    return this.#exports.entries();
  }

  get(name: string): StackExport | undefined {
    return this.#exports.get(name);
  }

  /** Exports of one stack. */
  of(stackName: string): [name: string, value: unknown][] {
    return [...this.#exports]
      .filter(([, exported]) => exported.stackName === stackName)
      .map(([name, { value }]) => [name, value]);
  }

  /** Names of the stacks that import an export. */
  importersOf(name: string): string[] {
    return [...this.#imports].filter(([, names]) => names.has(name)).map(([stackName]) => stackName);
  }

  /** Names of the exports that a stack imports. */
  importsOf(stackName: string): string[] {
    return [...(this.#imports.get(stackName) ?? [])];
  }

  /** Says what a stack imports now. */
  setImports(stackName: string, names: Iterable<string>): void {
    this.#imports.set(stackName, new Set(names));
  }

  /**
   * Sees that a stack may export this and nothing else.
   *
   * @throws TemplateError in CloudFormation's words when another exports one of the names, or imports one that would go or change
   */
  check(stackName: string, wanted: ReadonlyMap<string, unknown>): void {
    for (const name of wanted.keys()) {
      const owner = this.#exports.get(name)?.stackName ?? stackName;
      if (owner !== stackName)
        throw new TemplateError(`Export with name ${name} is already exported by stack ${owner}.`);
    }
    for (const [name, value] of this.of(stackName)) {
      const users = this.importersOf(name).filter((user) => user !== stackName);
      if (users.length === 0 || (wanted.has(name) && String(wanted.get(name)) === String(value))) continue;
      throw new ExportInUseError(name, wanted.has(name) ? "updated" : "deleted", users);
    }
  }

  /** Puts what a stack exports in the place of what it exported. */
  publish(stackName: string, wanted: ReadonlyMap<string, unknown>): void {
    for (const [name] of this.of(stackName)) this.#exports.delete(name);
    for (const [name, value] of wanted) this.#exports.set(name, { stackName, value });
  }

  /** Takes a stack out. */
  withdraw(stackName: string): void {
    this.publish(stackName, new Map());
    this.#imports.delete(stackName);
  }
}

/** For example `a, b and c`. */
function inWords(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
