import { type CompileOptions, compileExpression, type Evaluate } from "./compile-expression.ts";
import { compileParse, parsedNames } from "./parse-pattern.ts";
import { QueryCompileError } from "./query-compile-error.ts";
import { parseQuery } from "./query-parser.ts";
import type { Row } from "./record.ts";
import { compareForSort } from "./sort-order.ts";
import { compileStats } from "./stats.ts";
import type { Column, Command, Expression } from "./tree.ts";
import { isTrue, keyOf, toText, type Value } from "./values.ts";

/** A step that looks at one row at a time: it may add fields, or say that the row is not wanted. */
export type RowStep = {
  readonly kind: "row";
  readonly isFilter: boolean;
  readonly keeps: (row: Row) => boolean;
};

/** A step that needs all rows. */
export type TableStep = {
  readonly kind: "table";
  readonly isStats: boolean;
  readonly apply: (rows: readonly Row[]) => readonly Row[];
};

/** Ends the search as soon as so many rows are found. */
export type StopStep = { readonly kind: "stop"; readonly count: number };

export interface QueryPlan {
  readonly steps: readonly (RowStep | TableStep | StopStep)[];
  /** What a row of the result shows, in order. */
  readonly columns: readonly string[];
  /** Whether the query itself says how many rows it wants. */
  readonly hasLimit: boolean;
}

/** As many as may be used in one query. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Stats.html */
const MAX_STATS = 2;

/** @throws QueryCompileError */
export function compileQuery(source: string, now: number): QueryPlan {
  const commands = parseQuery(source);
  checkOrder(commands);
  const compiler = new QueryCompiler(source, now);
  const steps = commands.flatMap((command) => compiler.compile(command) ?? []);
  const hasLimit = commands.some(({ kind }) => kind === "limit");
  return { steps, columns: compiler.columns, hasLimit };
}

function checkOrder(commands: readonly Command[]): void {
  const stats = commands.filter(({ kind }) => kind === "stats");
  if (stats.length > MAX_STATS)
    throw new QueryCompileError(`a query may have at most ${MAX_STATS} stats commands`, stats[MAX_STATS]!);
  let isDeduplicated = false;
  for (const [index, command] of commands.entries()) {
    const { kind } = command;
    if (isDeduplicated && kind !== "limit")
      throw new QueryCompileError(`only limit may follow dedup, found ${kind}`, command);
    isDeduplicated ||= kind === "dedup";
    const isEarly = stats.length > 1 && index < commands.indexOf(stats.at(-1)!);
    if (isEarly && (kind === "sort" || kind === "limit"))
      throw new QueryCompileError(`with two stats commands, ${kind} must follow the second`, command);
  }
}

class QueryCompiler {
  readonly #source: string;
  readonly #options: CompileOptions;
  /** What exists after a `stats`; before it, any field may. */
  #known: Set<string> | undefined;
  #selected: string[] = [];
  #parsed: string[] = [];
  #displayed: readonly string[] | undefined;

  constructor(source: string, now: number) {
    this.#source = source;
    this.#options = { now, special: (expression) => this.#column(expression) };
  }

  get columns(): readonly string[] {
    if (this.#displayed) return this.#displayed;
    const selected = this.#selected.length > 0 ? this.#selected : ["@timestamp", "@message"];
    return [...new Set([...selected, ...this.#parsed])];
  }

  compile(command: Command): RowStep | TableStep | StopStep | undefined {
    switch (command.kind) {
      case "fields":
      case "display":
        return this.#select(command.kind, command.columns);
      case "filter": {
        const condition = this.#expression(command.condition);
        return { kind: "row", isFilter: true, keeps: (row) => isTrue(condition(row)) };
      }
      case "parse":
        return this.#parse(command);
      case "stats": {
        const apply = compileStats(command, this.#options);
        this.#selected = [...command.by, ...command.aggregates].map(({ name }) => name);
        this.#known = new Set(this.#selected);
        this.#parsed = [];
        this.#displayed = undefined;
        return { kind: "table", isStats: true, apply };
      }
      case "sort": {
        const keys = command.keys.map(({ expression, descending }) => ({
          value: this.#expression(expression),
          direction: descending ? -1 : 1,
        }));
        return { kind: "table", isStats: false, apply: (rows) => sortRows(rows, keys) };
      }
      case "limit": {
        const { count, which } = command;
        if (which === "any") return { kind: "stop", count };
        const apply = (rows: readonly Row[]) =>
          which === "last" ? rows.slice(-count) : rows.slice(0, count);
        return { kind: "table", isStats: false, apply };
      }
      case "dedup": {
        const keys = command.columns.map(({ expression }) => this.#expression(expression));
        return { kind: "table", isStats: false, apply: (rows) => deduplicate(rows, keys) };
      }
    }
  }

  #expression(expression: Expression): Evaluate {
    return compileExpression(expression, this.#options);
  }

  /** After a `stats`, its columns are there under their names, such as `count(*)`, and nothing else is. */
  #column(expression: Expression): Evaluate | undefined {
    if (!this.#known) return undefined;
    const name =
      expression.kind === "field"
        ? expression.name
        : this.#source.slice(expression.start, expression.end).trim();
    if (this.#known.has(name)) return (row) => row.get(name);
    if (expression.kind === "field")
      throw new QueryCompileError(`Unknown symbols found in or after stats: ${name}`, expression);
    return undefined;
  }

  #select(kind: "fields" | "display", columns: readonly Column[]): RowStep | undefined {
    const computed = columns.flatMap(({ expression, name }) => {
      const value = this.#expression(expression);
      const isPlain = expression.kind === "field" && expression.name === name;
      return isPlain ? [] : [{ name, value }];
    });
    const names = columns.map(({ name }) => name);
    if (kind === "display") this.#displayed = [...new Set(names)];
    else this.#selected.push(...names);
    for (const { name } of computed) this.#known?.add(name);
    if (computed.length === 0) return undefined;
    return {
      kind: "row",
      isFilter: false,
      keeps(row) {
        for (const { name, value } of computed) row.set(name, value(row));
        return true;
      },
    };
  }

  #parse(command: Extract<Command, { kind: "parse" }>): RowStep {
    const source = this.#expression(command.source);
    const extract = compileParse(command);
    const names = parsedNames(command);
    this.#parsed.push(...names);
    for (const name of names) this.#known?.add(name);
    return {
      kind: "row",
      isFilter: false,
      keeps(row) {
        const value = source(row);
        const found = value === undefined ? undefined : extract(toText(value));
        for (const [name, text] of found ?? []) row.set(name, text);
        return true;
      },
    };
  }
}

function sortRows(
  rows: readonly Row[],
  keys: readonly { readonly value: Evaluate; readonly direction: number }[],
): Row[] {
  const keyed = rows.map((row) => ({ row, values: keys.map(({ value }) => value(row)) }));
  keyed.sort((left, right) => {
    for (const [index, { direction }] of keys.entries()) {
      const order = direction * compareForSort(left.values[index], right.values[index]);
      if (order !== 0) return order;
    }
    return 0;
  });
  return keyed.map(({ row }) => row);
}

/** Rows in which one of the fields is missing are all kept. */
function deduplicate(rows: readonly Row[], keys: readonly Evaluate[]): Row[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const values: Value[] = keys.map((key) => key(row));
    if (values.includes(undefined)) return true;
    const key = JSON.stringify(values.map(keyOf));
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
