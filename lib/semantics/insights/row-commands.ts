import { lookupAdder } from "./commands/combine.ts";
import { compileParse, parsedNames } from "./commands/parse-pattern.ts";
import type { ReadColumn } from "./commands/totals.ts";
import type { CommandOf, CompileContext } from "./compile-context.ts";
import type { Evaluate } from "./compile-expression.ts";
import { listOf, structureOf } from "./functions/json-functions.ts";
import type { QueryScope } from "./query-scope.ts";
import { EventRow } from "./rows/event-row.ts";
import { type Row, VariantRow } from "./rows/row.ts";
import { reach } from "./rows/structure.ts";
import { adding, fieldNamed } from "./step-makers.ts";
import type { RowStep, Step } from "./steps.ts";
import { QueryCompileError } from "./syntax/query-compile-error.ts";
import type { Expression } from "./syntax/tree.ts";
import { isTrue, textOf, toValue, type Value } from "./values.ts";

/** Sets the columns that were computed, each from the row as it was. */
export function setAll(row: Row, computed: readonly ReadColumn[]): void {
  const values = computed.map(({ value }) => value(row));
  for (const [index, { name }] of computed.entries()) row.set(name, values[index]);
}

export function filterStep(condition: Evaluate): RowStep {
  return { kind: "row", isFilter: true, keeps: (row) => isTrue(condition(row)) };
}

/** Only what the indexes of its log group hold: `field = value` or `field in [values]`. */
export function indexStep({ condition }: CommandOf<"filterIndex">, scope: QueryScope): RowStep {
  const field = indexedField(condition);
  if (field === undefined)
    throw new QueryCompileError("filterIndex: expected a field, then = or in, then values", condition);
  const holds = scope.expression(condition);
  const isIndexed = (row: Row): boolean => !(row instanceof EventRow) || row.isIndexed(field);
  return { kind: "row", isFilter: true, keeps: (row) => isIndexed(row) && isTrue(holds(row)) };
}

function indexedField(condition: Expression): string | undefined {
  if (condition.kind === "in" && condition.operand.kind === "field") return condition.operand.name;
  const isEqual =
    condition.kind === "binary" && condition.operator === "=" && condition.left.kind === "field";
  return isEqual && condition.left.kind === "field" ? condition.left.name : undefined;
}

export function parseSteps(command: CommandOf<"parse">, scope: QueryScope): readonly Step[] {
  const source = scope.expression(command.source);
  const extract = compileParse(command);
  scope.add(parsedNames(command), { isStructure: command.pattern === "logfmt" });
  const matchesOf = (row: Row) => {
    const text = textOf(source(row));
    return text === undefined ? [] : extract(text);
  };
  if (!command.multi)
    return [
      adding((row) => {
        for (const [name, value] of matchesOf(row)[0] ?? []) row.set(name, value);
      }),
    ];
  const spread = (row: Row): readonly Row[] => {
    const matches = matchesOf(row);
    return matches.length === 0 ? [row] : matches.map((match) => variant(row, match));
  };
  return [{ kind: "spread", spread }];
}

function variant(row: Row, values: Iterable<readonly [name: string, value: Value]>): Row {
  const made = new VariantRow(row);
  for (const [name, value] of values) made.set(name, value);
  return made;
}

export function jsonStep({ source, path, name }: CommandOf<"json">, scope: QueryScope): Step {
  const value = scope.structure(source);
  scope.add([name]);
  return adding((row) => {
    const content = structureOf(value(row))?.content;
    row.set(name, content && toValue(reach(content, path)));
  });
}

export function unnestStep({ source, name }: CommandOf<"unnest">, scope: QueryScope): Step {
  const value = scope.structure(source);
  scope.add([name], { isStructure: false });
  const spread = (row: Row): readonly Row[] => {
    const given = value(row);
    const items = listOf(given);
    return items
      ? items.map((item) => variant(row, [[name, toValue(item)]]))
      : [variant(row, [[name, given]])];
  };
  return { kind: "spread", spread };
}

export function lookupStep(
  command: CommandOf<"lookup">,
  { scope, lookupTable, trustsLookupTables = false }: CompileContext,
): Step {
  const named = [...command.match, ...command.output].filter(({ from }) => from !== "");
  const found = trustsLookupTables
    ? { columns: named.map(({ from }) => from), rows: [] }
    : lookupTable?.(command.table);
  if (!found) throw new QueryCompileError(`lookup: there is no lookup table ${command.table}`, command);
  const missing = named.find(({ from }) => !found.columns.includes(from));
  if (missing)
    throw new QueryCompileError(`lookup: the table ${command.table} has no column ${missing.from}`, command);
  const values = command.match.map(({ to }) => scope.expression(fieldNamed(to, command)));
  scope.add(command.output.map(({ to }) => to));
  return adding(lookupAdder(command, found, values));
}
