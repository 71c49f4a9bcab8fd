import {
  type CompileOptions,
  compileExpression,
  compileStructure,
  type Evaluate,
} from "./compile-expression.ts";
import { QueryCompileError } from "./syntax/query-compile-error.ts";
import type { Column, Expression, Path } from "./syntax/tree.ts";

/** What the commands so far have made of a query's columns. */
export class QueryScope {
  readonly options: CompileOptions;
  readonly #source: string;
  /** What exists after a `stats` or the like; before it, any field may. */
  #known: Set<string> | undefined;
  #selected: string[] = [];
  #added: string[] = [];
  #displayed: readonly string[] | undefined;
  /** Plain fields that are shown already, and those of them that got a second meaning. */
  readonly #plain = new Set<string>();
  readonly #shadowed = new Set<string>();
  /** Names that stand for maps and lists. */
  readonly #structures = new Set<string>();
  /** Names whose values may have members. */
  readonly #holders = new Set<string>();

  constructor(source: string, options: Omit<CompileOptions, "special">) {
    this.#source = source;
    this.options = { ...options, special: (expression) => this.#column(expression) };
  }

  /** What a row of the result shows. */
  get columns(): readonly string[] {
    if (this.#displayed) return this.#displayed;
    const selected = this.#selected.length > 0 ? this.#selected : ["@timestamp", "@message"];
    return [...new Set([...selected, ...this.#added])];
  }

  /** What was asked for so far, without what is shown when nothing is. */
  get chosen(): readonly string[] {
    return [...new Set([...this.#selected, ...this.#added])];
  }

  get isAggregated(): boolean {
    return this.#known !== undefined;
  }

  /** @throws QueryCompileError */
  expression(expression: Expression): Evaluate {
    return compileExpression(expression, this.options);
  }

  /** An expression that may be a map or a list. @throws QueryCompileError */
  structure(expression: Expression): Evaluate {
    return compileStructure(expression, this.options);
  }

  /** `fields` and `display`: the columns that have to be computed. @throws QueryCompileError */
  select(kind: "fields" | "display", columns: readonly Column[]): { name: string; value: Evaluate }[] {
    const computed = columns.flatMap(({ expression, name }) => {
      const value = this.expression(expression);
      const isPlain = this.#isPlain(expression, name);
      if (!isPlain && this.#plain.has(name)) this.#shadowed.add(name);
      if (!isPlain && isStructured(expression)) this.#structures.add(name);
      return isPlain ? [] : [{ name, value }];
    });
    const names = columns.map(({ name }) => name);
    for (const { expression, name } of columns)
      if (expression.kind === "field" && expression.name === name) this.#plain.add(name);
    if (kind === "display") this.#displayed = [...new Set(names)];
    else this.#selected.push(...names);
    for (const { name } of computed) {
      this.#known?.add(name);
      this.#holders.add(name);
    }
    return computed;
  }

  /** Whether every row has the column under its name already. */
  #isPlain(expression: Expression, name: string): boolean {
    if (expression.kind !== "field" || expression.name !== name) return false;
    const { path } = expression;
    return !path.some(
      (part, index) =>
        typeof part === "number" || (index > 0 && this.#holders.has(path.slice(0, index).join("."))),
    );
  }

  /** Fields that a command adds to every row. */
  add(names: readonly string[], { isStructure = false }: { readonly isStructure?: boolean } = {}): void {
    this.#added.push(...names);
    for (const name of names) {
      this.#known?.add(name);
      this.#holders.add(name);
      if (isStructure) this.#structures.add(name);
      else this.#structures.delete(name);
    }
  }

  /** From here on there are these columns and no others. */
  become(names: readonly string[]): void {
    this.#selected = [...names];
    this.#known = new Set(names);
    this.#added = [];
    this.#displayed = undefined;
    this.#plain.clear();
    this.#shadowed.clear();
    this.#structures.clear();
    this.#holders.clear();
    for (const name of names) this.#holders.add(name);
  }

  /** @throws QueryCompileError for a field that stands for two things, or a map or list that a command does not take */
  checkUse(command: string, expressions: readonly Expression[]): void {
    for (const expression of expressions) {
      if (expression.kind !== "field") continue;
      const { name } = expression;
      if (command === "stats" && this.#shadowed.has(name))
        throw new QueryCompileError(
          `${name} is a field and an alias: choose another name for the alias`,
          expression,
        );
      if (this.#structures.has(name))
        throw new QueryCompileError(`${name} is a map or a list, which ${command} does not take`, expression);
    }
  }

  /** After a `stats`, its columns are there under their names, such as `count(*)`, and nothing else is. */
  #column(expression: Expression): Evaluate | undefined {
    if (!this.#known) return undefined;
    if (expression.kind === "field") {
      const { name, path } = expression;
      if (this.#known.has(name)) return path.length === 1 ? (row) => row.get(name) : undefined;
      if (this.#holds(path)) return undefined;
      throw new QueryCompileError(`Unknown symbols found in or after stats: ${name}`, expression);
    }
    const name = this.#source.slice(expression.start, expression.end).trim();
    return this.#known.has(name) ? (row) => row.get(name) : undefined;
  }

  /** Whether a known column may have a member at the path. */
  #holds(path: Path): boolean {
    const parts = path.map(String);
    return parts.some((_, index) => index > 0 && this.#known!.has(parts.slice(0, index).join(".")));
  }
}

function isStructured(expression: Expression): boolean {
  return expression.kind === "call" && /^(?:jsonparse|split)$/i.test(expression.name);
}
